#include "17-capstone/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>

#include <array>

#include "01-subprocess/exchange.hpp"
#include "17-capstone/wake.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/processes.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

UniqueFd open_log(const std::filesystem::path& file) {
  std::error_code none;
  std::filesystem::create_directories(file.parent_path(), none);
  return UniqueFd(check_errno(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644),
      "write " + file.string()));
}

// What each process that the child started does now, a line each.
std::string doing_of(pid_t child) {
  std::string text;
  for (const Process& process : descendants_of(::getpid())) {
    if (::getpgid(process.id) != child) continue;
    for (const Thread& thread : process.threads) {
      text += fmt::format("  `{}` {}\n", command_of(process.id),
                          activity_of(process.id, thread.id));
    }
  }
  return text;
}

// #region end-group
// The child is not reaped yet, so its number, and that of its group, are its
// own.
void end_group(Subprocess& child) {
  ::kill(-child.pid(), SIGTERM);
  pollfd ended{child.ended().get(), POLLIN, 0};
  poll_until({&ended, 1}, deadline_after(Subprocess::grace_period));
  ::kill(-child.pid(), SIGKILL);  // also those that outlived the child
}
// #endregion end-group

}  // namespace

// #region run-child
ChildEnding run_child(const Argv& argv, const ChildOptions& options,
                      const std::stop_token& stop) {
  UniqueFd log = open_log(options.log);
  UniqueFd same(check_errno(::fcntl(log.get(), F_DUPFD_CLOEXEC, 3), "fcntl"));
  Subprocess child(argv, {.in = Stream::null(),
                          .out = Stream(std::move(log)),
                          .err = Stream(std::move(same)),
                          .directory = options.folder,
                          .own_group = true});
  Wake stopped;
  const std::stop_callback wake(stop, [&] { stopped.wake(); });
  const Stopwatch stopwatch;
  ChildEnding ending;
  for (;;) {
    std::array<pollfd, 2> ready = {
        {{child.ended().get(), POLLIN, 0}, {stopped.fd(), POLLIN, 0}}};
    poll_until(ready, deadline_after(1s));
    if (ready[0].revents != 0) break;
    ending.cancelled = stop.stop_requested();
    ending.too_long = stopwatch.elapsed() > options.limit;
    if (ending.cancelled || ending.too_long) {
      if (ending.too_long) ending.doing = doing_of(child.pid());
      end_group(child);
      break;
    }
    options.still_running(static_cast<int>(stopwatch.seconds()));
  }
  ending.status = child.wait();
  return ending;
}
// #endregion run-child

}  // namespace workbook
