#pragma once

#include <poll.h>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "workbook/unique_fd.hpp"

namespace workbook {

// A point in time to give up at; none: never.
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

// `limit` from now. A limit of over a century is none.
Deadline deadline_after(std::optional<std::chrono::nanoseconds> limit);

// Talks to a child through its pipes: writes its input while it reads its
// output and its errors, so that neither side can wait for the other for ever.
class Exchange {
 public:
  // Borrows all descriptors; a pipe that has come to its end is closed. `ended`
  // is the child's pidfd.
  Exchange(UniqueFd& in, std::string_view input, UniqueFd& out, UniqueFd& err,
           const UniqueFd& ended);

  // Goes on until the child has ended and what it wrote is read. Returns false
  // when the deadline passed first; it may be called again.
  bool run_until(Deadline deadline);

  std::string out_text;
  std::string err_text;

 private:
  void write_some();

  UniqueFd& in_;
  std::string_view input_;  // what is still to be written
  UniqueFd& out_;
  UniqueFd& err_;
  const UniqueFd& ended_;
};

// Writes all of `data` to a pipe. Returns false when nobody reads it any more
// (EPIPE).
bool write_all(const UniqueFd& pipe, std::string_view data);

// Reads a pipe to its end.
std::string read_all(const UniqueFd& pipe);

// Waits for events (poll(2)) until the deadline; a signal does not end the
// wait. Returns how many descriptors are ready, 0 when the deadline passed.
int poll_until(std::span<pollfd> descriptors, Deadline deadline);

}  // namespace workbook
