// Rejected: assert "when one stream has ended and the other is silent, capture sleeps"
//
// Tempting: note which pipe has ended, and go on until both have. Every byte
// arrives.
//
// Wrong: a pipe that has ended is always ready, so poll() comes back at once,
// for ever. While the other pipe is silent, the loop burns a core.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "01-subprocess/exchange.hpp"
#include "01-subprocess/subprocess.hpp"
#include "workbook/errno_error.hpp"

using workbook::ExitStatus;
using workbook::Subprocess;

struct Captured {
  ExitStatus status;
  std::string out;
  std::string err;
};

inline Captured capture(Subprocess& child) {
  std::array<pollfd, 2> pipes = {
      {{child.out().get(), POLLIN, 0}, {child.err().get(), POLLIN, 0}}};
  std::array<std::string, 2> texts;
  std::array<bool, 2> ended = {false, false};
  while (!ended[0] || !ended[1]) {
    ::poll(pipes.data(), pipes.size(), -1);
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      if (pipes[i].revents == 0) continue;
      std::array<char, 16 * 1024> buffer;
      const ssize_t count = ::read(pipes[i].fd, buffer.data(), buffer.size());
      if (count == -1 && errno != EINTR)
        workbook::throw_errno("read from a child");
      if (count > 0)
        texts[i].append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0) ended[i] = true;
    }
  }
  return {child.wait(), texts[0], texts[1]};
}
