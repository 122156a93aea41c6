#include "01-subprocess/big_parent.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "01-subprocess/subprocess.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

constexpr std::size_t mebibyte = 1024 * 1024;
constexpr int starts = 9;  // of each kind; the median is printed

// #region fork
void fork_and_exec() {
  const pid_t child = check_errno(::fork(), "fork");
  if (child == 0) {
    ::execlp("true", "true", nullptr);
    ::_exit(127);
  }
  ::waitpid(child, nullptr, 0);
}
// #endregion fork

void spawn() { Subprocess({"true"}).wait(); }

double median_microseconds(void (*start)()) {
  std::vector<double> times;
  for (int i = 0; i < starts; ++i) {
    const Stopwatch stopwatch;
    start();
    times.push_back(stopwatch.seconds() * 1e6);
  }
  std::ranges::sort(times);
  return times[times.size() / 2];
}

void measure(const std::string& name, const std::string& holds) {
  const double forked = median_microseconds(fork_and_exec);
  const double spawned = median_microseconds(spawn);
  fmt::print("{:>14}  {:>12}  {:>15}\n", holds,
             figure(name + "-fork", fmt::format("{:.0f} µs", forked)),
             figure(name + "-spawn", fmt::format("{:.0f} µs", spawned)));
}

// What a test machine can give away without hurting: half of what is free.
std::size_t spare_mebibytes() {
  const auto pages = static_cast<std::size_t>(::sysconf(_SC_AVPHYS_PAGES));
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) / mebibyte /
         2;
}

}  // namespace

void big_parent(const std::vector<std::string>& arguments) {
  const auto wanted = static_cast<std::size_t>(
      arguments.empty() ? 1024 : to_number(arguments[0], "MiB", 1, 1'000'000));
  const std::size_t size = std::min(wanted, spare_mebibytes());
  if (size < wanted)
    fmt::print("this machine can spare {} MiB, so the parent holds that\n",
               size);

  fmt::print("{:>14}  {:>12}  {:>15}\n", "parent holds", "fork + exec",
             "posix_spawn");
  measure("small", "little");
  const std::vector<char> memory(size * mebibyte,
                                 1);  // written, so the pages are really there
  measure("big", fmt::format("{} MiB", memory.size() / mebibyte));
}

}  // namespace workbook
