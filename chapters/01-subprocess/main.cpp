// Child processes, one section for each thing that the lesson shows.

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "01-subprocess/big_parent.hpp"
#include "01-subprocess/encryption.hpp"
#include "01-subprocess/exchange.hpp"
#include "01-subprocess/run.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

constexpr int pipe_capacity =
    64 * 1024;  // bytes, on Linux unless told otherwise

// #region hello
void hello(const Arguments& arguments) {
  const Argv command =
      arguments.empty() ? Argv{"echo", "Hello from the child!"} : arguments;
  const Output output = run(command);

  fmt::print("status: {}\n", output.status.text());
  fmt::print("output: {}", output.out);
  fmt::print("errors: {}\n", output.err.empty() ? "none" : output.err);
}
// #endregion hello

// #region one-by-one
void one_by_one(const Arguments&) {
  Timeline timeline("Three children, each run to its end");
  for (const std::string child : {"child 1", "child 2", "child 3"}) {
    timeline.begin(child, Timeline::Kind::wait, "sleep 0.3");
    run({"sleep", "0.3"});
    timeline.end(child);
  }
  fmt::print("finished in {}\n",
             figure("elapsed", fmt::format("{:.2f} s", timeline.now())));
  timeline.show();
}
// #endregion one-by-one

// #region poll
void poll_child(const Arguments&) {
  const Stopwatch stopwatch;
  Subprocess child({"sleep", "0.5"});
  long rounds = 0;
  double sum = 0;
  while (!child.poll()) {
    for (int i = 1; i <= 100'000; ++i) sum += 1.0 / i;  // other work
    ++rounds;
  }
  fmt::print("{} rounds of other work (sum {:.0f}) while the child slept\n",
             figure("rounds", std::to_string(rounds)), sum);
  fmt::print("{} after {:.2f} s\n", child.wait().text(), stopwatch.seconds());
}
// #endregion poll

// #region parallel
void parallel(const Arguments& arguments) {
  const long count =
      arguments.empty() ? 10 : to_number(arguments[0], "count", 1, 1000);
  Timeline timeline(fmt::format("{} children at once", count));
  std::vector<Subprocess> children;
  for (long i = 1; i <= count; ++i) {
    timeline.begin(fmt::format("child {}", i), Timeline::Kind::wait, "sleep 1");
    children.emplace_back(Argv{"sleep", "1"});
  }
  for (Subprocess& child : children) child.wait();
  fmt::print("finished in {}\n",
             figure("elapsed", fmt::format("{:.2f} s", timeline.now())));
  timeline.show();
}
// #endregion parallel

// #region first
void first(const Arguments&) {
  std::vector<Subprocess> children;
  std::vector<std::string> naps = {"0.3", "0.1", "0.2"};
  for (const std::string& nap : naps) children.emplace_back(Argv{"sleep", nap});
  while (!children.empty()) {
    const std::size_t i = wait_any(children);
    fmt::print("sleep {} ended: {}\n", naps[i], children[i].wait().text());
    children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
    naps.erase(naps.begin() + static_cast<std::ptrdiff_t>(i));
  }
}
// #endregion first

int bytes_in(const UniqueFd& pipe) {
  int count = 0;
  check_errno(::ioctl(pipe.get(), FIONREAD, &count), "ioctl");
  return count;
}

// #region wait-then-read
std::string wait_then_read(Subprocess& child) {
  child.wait();
  return read_all(child.out());
}
// #endregion wait-then-read

// #region wait-first
void wait_first(const Arguments& arguments) {
  const std::string size = arguments.empty() ? "1000000" : arguments[0];
  const long bytes = to_number(size, "bytes", 0, 1'000'000'000);
  Timeline timeline("A parent that waits before it reads");
  Subprocess child({"head", "-c", size, "/dev/zero"}, {.out = Stream::pipe()});
  if (bytes <= pipe_capacity) {
    fmt::print("{} bytes\n", wait_then_read(child).size());
    return;
  }

  timeline.begin("child", Timeline::Kind::run, "writes");
  timeline.begin("parent", Timeline::Kind::wait, "waits for the child to end");
  while (bytes_in(child.out()) < pipe_capacity) std::this_thread::yield();
  timeline.begin("child", Timeline::Kind::wait, "waits: its pipe is full");
  if (!child.wait_for(300ms)) {
    fmt::print("0.3 s later it has not ended; its pipe holds {} bytes\n",
               figure("held", std::to_string(bytes_in(child.out()))));
  }

  timeline.begin("parent", Timeline::Kind::run, "reads");
  timeline.begin("child", Timeline::Kind::run, "writes");
  const Output output = child.communicate();
  fmt::print("the parent reads: {} bytes, {}\n", output.out.size(),
             output.status.text());
  timeline.show();
}
// #endregion wait-first

// #region broken-pipe
void broken_pipe(const Arguments&) {
  Subprocess writer({"yes"}, {.out = Stream::pipe()});
  UniqueFd forgotten(::dup(writer.out().get()));  // a second copy of our end
  Subprocess reader({"head", "-n", "2"}, {.in = Stream(std::move(writer.out())),
                                          .out = Stream::pipe()});
  fmt::print("head took what it wants:\n{}", reader.communicate().out);

  if (!writer.wait_for(300ms)) {
    fmt::print("0.3 s later yes still runs: our copy could still be read\n");
  }
  forgotten.reset();
  fmt::print("our copy is closed: yes ended with {}\n", writer.wait().text());
}
// #endregion broken-pipe

// #region timeout
void timeout(const Arguments& arguments) {
  const Argv command = arguments.empty() ? Argv{"sleep", "10"} : arguments;
  const Stopwatch stopwatch;
  const Output output = run(command, {.limit = 100ms});
  fmt::print("{} after {:.2f} s{}\n", output.status.text(), stopwatch.seconds(),
             output.timed_out ? ": it was ended" : "");
}
// #endregion timeout

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"hello", "[command...]",
        "run a command, check its status, print its output", hello},
       {"one-by-one", "", "three children, one after the other", one_by_one},
       {"parallel", "[count]", "ten children that sleep one second, at once",
        parallel},
       {"first", "", "wait for whichever child ends first", first},
       {"poll", "", "do other work while a child sleeps", poll_child},
       {"wait-first", "[bytes]",
        "a parent that waits before it reads, and a child that writes",
        wait_first},
       {"encrypt", "[file...]", "feed three openssl children through pipes",
        encrypt},
       {"pipeline", "[file...]",
        "the output of one child is the input of the next", encrypt_and_digest},
       {"broken-pipe", "", "a reader that leaves ends its writer", broken_pipe},
       {"timeout", "[command...]", "a child that takes too long is ended",
        timeout},
       {"big-parent", "[MiB]",
        "start a child from a parent that holds much memory", big_parent}});
}
