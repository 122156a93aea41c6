// Threads, one section for each thing that the lesson shows.

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <exception>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <latch>
#include <memory>
#include <string>
#include <syncstream>
#include <system_error>
#include <thread>
#include <vector>

#include "02-threads/cost.hpp"
#include "02-threads/endings.hpp"
#include "02-threads/line_log.hpp"
#include "02-threads/waiting.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

void download(Timeline& timeline, const std::string& name) {
  timeline.begin(name, Timeline::Kind::wait, "download");
  std::this_thread::sleep_for(100ms);  // stands for a download
  timeline.end(name);
}

// #region workers
void download_at_once(long count, Timeline& timeline) {
  const LineLog log;
  std::vector<std::jthread> threads;
  for (long i = 1; i <= count; ++i) {
    threads.emplace_back([&, name = fmt::format("worker {}", i)] {
      name_this_thread(name);
      log.println("starts");
      download(timeline, name);  // takes 0.1 s
      log.println("ends");
    });
  }
  for (std::jthread& thread : threads) thread.join();
}
// #endregion workers

void workers(const Arguments& arguments) {
  const long count =
      arguments.empty() ? 5 : to_number(arguments[0], "count", 1, 1000);
  Timeline timeline(fmt::format("{} downloads at once", count));
  timeline.begin("main", Timeline::Kind::wait, "joins");
  download_at_once(count, timeline);
  fmt::print("finished in {}\n",
             figure("elapsed", fmt::format("{:.2f} s", timeline.now())));
  timeline.show();
}

// A look-up that takes until all who meet there are in the middle of theirs.
int look_up(std::latch& middle, int answer) {
  middle.arrive_and_wait();
  return answer;
}

// #region torn
void print_torn(std::latch& middle, const std::string& name, int answer) {
  std::cout << name << ": " << look_up(middle, answer) << '\n';
}
// #endregion torn

// #region whole
void print_whole(std::latch& middle, const std::string& name, int answer) {
  std::osyncstream(std::cout)
      << name << ": " << look_up(middle, answer) << '\n';
}
// #endregion whole

// #region torn-lines
void torn_lines(const Arguments&) {
  const auto print_both = [](auto print) {
    std::latch middle(2);  // opens when both threads have arrived
    std::jthread one(print, std::ref(middle), "alpha", 1);
    std::jthread two(print, std::ref(middle), "beta", 2);
  };
  fmt::print("in parts:\n");
  print_both(print_torn);
  fmt::print("collected first, then written:\n");
  print_both(print_whole);
  fmt::print("the log of this chapter:\n");
  const LineLog log;
  print_both([&](std::latch& middle, const std::string& name, int answer) {
    name_this_thread(name);
    log.println("{}", look_up(middle, answer));
  });
}
// #endregion torn-lines

// #region arguments
void pass_arguments(const Arguments&) {
  const auto read_it = [](std::string text) { text += ", read"; };
  const auto read_mine = [](std::string& text) { text += ", read"; };
  const auto keep_it = [](std::unique_ptr<std::string>) {};
  std::string word = "draft";
  std::jthread(read_it, word).join();
  fmt::print("passed as it is:   main has '{}'\n", word);

  std::jthread(read_mine, std::ref(word)).join();
  fmt::print("passed with ref:   main has '{}'\n", word);

  auto page = std::make_unique<std::string>("draft");
  std::jthread(keep_it, std::move(page)).join();
  fmt::print("passed with move:  main has {}\n", page ? "it too" : "nothing");
}
// #endregion arguments

// #region thread-local
thread_local int calls = 0;  // one for each thread

void count_calls(const LineLog& log, const std::string& name, int count) {
  name_this_thread(name);
  for (int i = 0; i < count; ++i) ++calls;
  log.println("counted {} calls", calls);
}

void thread_locals(const Arguments&) {
  const LineLog log;
  std::jthread(count_calls, std::ref(log), "one", 1'000).join();
  std::jthread(count_calls, std::ref(log), "two", 20).join();
  fmt::print("main has counted {}\n", calls);
}
// #endregion thread-local

// #region count-lines
long count_lines(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::system_error(errno, std::generic_category(), path);
  long lines = 0;
  for (std::string line; std::getline(file, line);) ++lines;
  return lines;
}
// #endregion count-lines

// #region results
void count_into(std::promise<long> lines, const std::string& path) {
  try {
    lines.set_value(count_lines(path));
  } catch (...) {
    lines.set_exception(std::current_exception());
  }
}

void results(const Arguments& arguments) {
  const Arguments some = {"/proc/self/status", "/no/such/file", "/etc/passwd"};
  const Arguments files = arguments.empty() ? some : arguments;
  std::vector<std::future<long>> counts;
  std::vector<std::jthread> threads;
  for (const std::string& file : files) {
    std::promise<long> promise;
    counts.push_back(promise.get_future());
    threads.emplace_back(count_into, std::move(promise), file);
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    try {
      fmt::print("{}: {} lines\n", files[i], counts[i].get());
    } catch (const std::system_error& error) {
      fmt::print("main caught: {}\n", error.what());
    }
  }
}
// #endregion results

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"workers", "[count]", "five threads wait at the same time", workers},
       explored_section("orders", "which of three threads is first"),
       {"torn-lines", "", "two threads print a line in parts", torn_lines},
       {"arguments", "", "what a thread gets", pass_arguments},
       {"thread-local", "", "a variable for each thread", thread_locals},
       {"results", "[file...]", "what a thread gives", results},
       {"escaped", "[inside]", "an exception that leaves its thread", escaped},
       {"daemon", "[manner]", "main ends before its thread does",
        daemon_threads},
       {"after-main", "[inside]", "a detached thread and a global", after_main},
       {"stop", "", "two workers are asked to stop", stop},
       {"polling", "", "three ways to wait for a flag", polling},
       explored_section("lost-wakeup", "an event that is set without the lock"),
       {"event", "", "two threads wait, and give up, and wait again", event},
       {"barrier", "", "three threads meet after every round", barrier},
       {"cost", "", "what threads cost", cost}});
}
