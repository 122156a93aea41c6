#include "17-capstone/run_demo.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>

#include "01-subprocess/run.hpp"
#include "17-capstone/child.hpp"
#include "17-capstone/fan_out.hpp"
#include "17-capstone/progress.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/processes.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

std::size_t processes_now() { return descendants_of(::getpid()).size(); }

}  // namespace

// #region cancel
void cancel_demo(const Arguments&) {
  const TemporaryDirectory folder;
  const Argv build = {"sh", "-c", "sleep 1000 & sleep 1000 & wait"};
  std::stop_source saved_again;
  ChildEnding ending;
  std::jthread runner([&] {
    ending = run_child(build, {.log = folder.path() / "log"},
                       saved_again.get_token());
  });
  while (processes_now() < 3) std::this_thread::sleep_for(1ms);
  fmt::print("the run is {} processes\n", processes_now());
  saved_again.request_stop();
  runner.join();
  fmt::print("{}: {}, {} processes are left\n",
             ending.cancelled ? "cancelled" : "ended by itself",
             ending.status.text(), processes_now());
}
// #endregion cancel

// #region check-all
void check_all_demo(const Arguments& arguments) {
  const long workers =
      arguments.empty() ? 3 : to_number(arguments[0], "workers", 1, 100);
  constexpr std::array naps = {"0.3", "0.1", "0.2", "0.1", "0.2", "0.1"};
  Timeline timeline(fmt::format("Six tests, {} workers", workers));
  std::size_t ended = 0;
  const auto test = [&](std::size_t number) {
    const std::string lane = fmt::format("test {}", number + 1);
    timeline.begin(lane, Timeline::Kind::wait, naps[number]);
    const Output output = run({"sleep", naps[number]});
    timeline.end(lane);
    return output.status.success();
  };
  const auto results =
      fan_out(naps.size(), static_cast<std::size_t>(workers), test,
              [&](std::size_t number, bool solved) {
                fmt::print("{} of {}: test {} {}\n", ++ended, naps.size(),
                           number + 1, solved ? "passes" : "fails");
              });
  fmt::print("{} results after {}\n", results.size(),
             figure("elapsed", fmt::format("{:.2f} s", timeline.now())));
  timeline.show();
}
// #endregion check-all

// #region full-disk
void full_disk_demo(const Arguments&) {
  const TemporaryDirectory folder;
  const auto file = folder.path() / "progress";
  const std::string old_text(3000, 'o');
  const std::string new_text(6000, 'n');
  // A limit on the size of files fails like a disk without room.
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit full{4096, before.rlim_max};
  const auto look = [&](const char* how) {
    const std::string text = read_file(file);
    fmt::print("{}: the file has {} bytes: {}\n", how, text.size(),
               text == old_text   ? "the old text"
               : text == new_text ? "the new text"
                                  : "neither the old text nor the new");
  };

  std::ofstream(file) << old_text;
  ::setrlimit(RLIMIT_FSIZE, &full);
  std::ofstream(file) << new_text;  // truncates it, then writes what fits
  ::setrlimit(RLIMIT_FSIZE, &before);
  look("write in place    ");

  std::ofstream(file) << old_text;
  ::setrlimit(RLIMIT_FSIZE, &full);
  std::string problem;
  try {
    replace_file(file, new_text);
  } catch (const std::system_error& error) {
    problem = error.code().message();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  look("write and rename  ");
  fmt::print("and it says why: {}\n", problem);
}
// #endregion full-disk

}  // namespace workbook
