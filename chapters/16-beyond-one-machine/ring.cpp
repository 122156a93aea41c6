#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "01-subprocess/exchange.hpp"
#include "16-beyond-one-machine/scaling.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

struct Attempt {
  const char* how;
  int bytes;
  bool may_hang;
};

long lines_with(const std::string& text, std::string_view words) {
  long count = 0;
  for (auto at = text.find(words); at != std::string::npos;
       at = text.find(words, at + 1))
    ++count;
  return count;
}

// Reads what the ranks print until each of them has begun.
std::string read_until_begun(const UniqueFd& out, int ranks) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (lines_with(text, "begins") < ranks) {
    const ssize_t count = ::read(out.get(), buffer.data(), buffer.size());
    if (count <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

// How many ranks got through. One that is stuck is given up after a while, and
// the whole job with it.
// #region attempt
long ranks_through(const Job& job, const Attempt& attempt) {
  const JobFolder folder;
  Subprocess mpirun(
      mpirun_command(
          job, folder,
          this_program("ring", {attempt.how, std::to_string(attempt.bytes)})),
      {.in = Stream::null(),
       .out = Stream::pipe(),
       .err = Stream::pipe(),
       .environment = mpirun_environment()});
  std::string text = read_until_begun(mpirun.out(), job.ranks);
  Limit patience;
  if (attempt.may_hang) patience = 500ms;
  const Output output = mpirun.communicate({}, patience);
  if (!output.timed_out && !output.status.success())
    throw std::runtime_error(reason_of(output.status, output.err));
  return lines_with(text + output.out, "has received");
}
// #endregion attempt

}  // namespace

void show_ring(const Job& job) {
  constexpr int small = 8;
  constexpr int large = 1'000'000;
  fmt::print("{} ranks, each sends to the next one and then receives\n",
             job.ranks);
  for (const Attempt& attempt :
       {Attempt{"MPI_Send", small, false}, Attempt{"MPI_Send", large, true},
        Attempt{"MPI_Ssend", small, true},
        Attempt{"MPI_Sendrecv", large, false}}) {
    const long through = ranks_through(job, attempt);
    fmt::print("{:<13} {:>8} bytes: {} of {} ranks got through{}\n",
               attempt.how, attempt.bytes, through, job.ranks,
               through == job.ranks ? "" : "; given up after 0.5 s");
    std::fflush(stdout);
  }
}

}  // namespace workbook
