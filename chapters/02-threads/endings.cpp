#include "02-threads/endings.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <future>
#include <latch>
#include <stdexcept>
#include <thread>

#include "01-subprocess/run.hpp"
#include "workbook/sections.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

// A child process: this program, with these arguments.
Argv this_program(const std::vector<std::string>& arguments) {
  Argv argv = {std::filesystem::read_symlink("/proc/self/exe")};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return argv;
}

void say(const std::string& text) {
  fmt::print("{}\n", text);
  std::fflush(stdout);
}

// The next line that the child prints, or what there is at its end.
std::string read_line(const UniqueFd& pipe) {
  std::string line;
  for (char byte = 0; ::read(pipe.get(), &byte, 1) == 1 && byte != '\n';) {
    line += byte;
  }
  return line;
}

// A process that is aborted leaves no file behind.
void leave_no_core() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

[[noreturn]] void refuse(const std::string& argument,
                         const std::string& known) {
  throw UsageError(fmt::format("it is {}, not '{}'", known, argument));
}

// #region throw-in-thread
void throw_in_a_thread() {
  say("main starts a thread and joins it");
  try {
    std::jthread thread([] { throw std::runtime_error("the disk is full"); });
    thread.join();
  } catch (const std::exception& error) {
    say("main caught it");
  }
  say("main goes on");
}
// #endregion throw-in-thread

// A download that takes until somebody writes to this program's input.
// #region download
void download() {
  say("the thread downloads");
  char byte = 0;
  while (::read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n') {
  }
  say("the thread has the whole file");
}
// #endregion download

// #region three-ends
void end_main(const std::string& manner) {
  std::promise<void> started;
  std::future<void> has_started = started.get_future();
  std::thread thread(
      [](std::promise<void> begun) {
        begun.set_value();
        download();
      },
      std::move(started));
  has_started.wait();
  std::this_thread::sleep_for(100ms);  // stands for other work
  say("main has nothing more to do");
  if (manner == "detached") thread.detach();
  if (manner == "joined") thread.join();
  // forgotten: neither, and `thread` is destroyed here
}
// #endregion three-ends

std::latch cache_is_destroyed(1);
std::latch thread_has_spoken(1);

// #region cache
struct Cache {
  // Waits, so that you see on every run what can happen on any.
  ~Cache() {
    say("the cache is destroyed");
    cache_is_destroyed.count_down();
    thread_has_spoken.wait();
  }
};

void use_after_main() {
  static const Cache cache;  // destroyed when main() has ended
  std::thread([] {
    cache_is_destroyed.wait();
    say("the thread goes on; what it had in the cache is gone");
    thread_has_spoken.count_down();
  }).detach();
  say("main ends");
}
// #endregion cache

void show_end(const std::string& manner, Timeline& timeline) {
  const std::string main = manner + ": main";
  const std::string thread = manner + ": thread";
  timeline.begin(main, Timeline::Kind::run);
  Subprocess child(
      this_program({"daemon", manner}),
      {.in = Stream::pipe(), .out = Stream::pipe(), .err = Stream::pipe()});
  fmt::print("{}:\n  {}\n", manner, read_line(child.out()));
  timeline.begin(thread, Timeline::Kind::wait, "download");
  fmt::print("  {}\n", read_line(child.out()));
  if (manner == "joined") {
    timeline.begin(main, Timeline::Kind::wait, "join");
    if (!child.wait_for(200ms)) {
      fmt::print("  0.2 s later the process is still there\n");
    }
  } else {
    child.wait();  // nobody has written to its input
  }
  const Output output = child.communicate(manner == "joined" ? "\n" : "");
  timeline.end(main);
  timeline.end(thread);
  for (const std::string& text : {output.out, output.err}) {
    if (!text.empty()) fmt::print("  {}", text);
  }
  fmt::print("  {}\n", output.status.text());
}

}  // namespace

void escaped(const Arguments& arguments) {
  if (!arguments.empty()) {
    if (arguments[0] != "inside") refuse(arguments[0], "inside");
    leave_no_core();
    throw_in_a_thread();
    return;
  }
  const Output output = run(this_program({"escaped", "inside"}));
  fmt::print("output: {}errors: {}status: {}\n", output.out, output.err,
             output.status.text());
}

void daemon_threads(const Arguments& arguments) {
  if (!arguments.empty()) {
    const std::string& manner = arguments[0];
    if (manner != "joined" && manner != "detached" && manner != "forgotten") {
      refuse(manner, "joined, detached or forgotten");
    }
    leave_no_core();
    end_main(manner);
    return;
  }
  Timeline timeline("The end of main, three times");
  for (const char* manner : {"joined", "detached", "forgotten"}) {
    show_end(manner, timeline);
  }
  timeline.show();
}

void after_main(const Arguments& arguments) {
  if (!arguments.empty()) {
    if (arguments[0] != "inside") refuse(arguments[0], "inside");
    use_after_main();
    return;
  }
  const Output output = run(this_program({"after-main", "inside"}));
  fmt::print("{}{}\n", output.out, output.status.text());
}

}  // namespace workbook
