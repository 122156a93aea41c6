#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "interleave/interleave.hpp"
#include "interleave/programs/program.hpp"
#include "interleave/report/names.hpp"
#include "workbook/move_only_function.hpp"

using namespace workbook;

namespace {

Report deadlock_report() {
  return explore([] {
    std::mutex a;
    std::mutex b;
    std::thread other([&] {
      const std::lock_guard first(b);
      const std::lock_guard second(a);
    });
    {
      const std::lock_guard first(a);
      const std::lock_guard second(b);
    }
    other.join();
  });
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t letters(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// A reader of JSON that keeps nothing: true if `text` is JSON to its end.
class Json {
 public:
  static bool is_valid(std::string_view text) {
    Json json(text);
    return json.value() && (json.blanks(), json.text_.empty());
  }

 private:
  explicit Json(std::string_view text) : text_(text) {}
  void blanks() {
    text_.remove_prefix(
        std::min(text_.find_first_not_of(" \n\t"), text_.size()));
  }
  bool take(std::string_view word) {
    blanks();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  bool string() {
    if (!take("\"")) return false;
    while (!text_.empty() && text_.front() != '"') {
      if (static_cast<unsigned char>(text_.front()) < 0x20) return false;
      const bool escaped = text_.front() == '\\';
      if (escaped &&
          (text_.size() < 2 || !contains("\"\\/bfnrtu", text_.substr(1, 1))))
        return false;
      text_.remove_prefix(escaped ? 2 : 1);
    }
    return take("\"");
  }
  template <typename Item>
  bool list(std::string_view end, Item item) {
    if (take(end)) return true;
    do {
      if (!item()) return false;
    } while (take(","));
    return take(end);
  }
  bool value() {
    blanks();
    if (take("{"))
      return list("}", [&] { return string() && take(":") && value(); });
    if (take("[")) return list("]", [&] { return value(); });
    if (take("true") || take("false") || take("null")) return true;
    if (text_.starts_with('"')) return string();
    const std::size_t digits =
        std::min(text_.find_first_not_of("-0123456789.eE+"), text_.size());
    text_.remove_prefix(digits);
    return digits > 0;
  }
  std::string_view text_;
};

// Every element that is opened is closed, in order, and no text holds a bare <
// or &.
bool is_well_formed(std::string_view xml) {
  std::vector<std::string> open;
  while (!xml.empty()) {
    const std::size_t begin = xml.find('<');
    const std::string_view text = xml.substr(0, begin);
    for (std::size_t at = text.find('&'); at != std::string_view::npos;
         at = text.find('&', at + 1)) {
      if (text.find(';', at) == std::string_view::npos) return false;
    }
    if (begin == std::string_view::npos) break;
    const std::size_t end = xml.find('>', begin);
    if (end == std::string_view::npos) return false;
    const std::string_view tag = xml.substr(begin + 1, end - begin - 1);
    xml.remove_prefix(end + 1);
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.emplace_back(tag.substr(0, tag.find(' ')));
    }
  }
  return open.empty();
}

}  // namespace

TEST_CASE("a deadlock is told as a circle, with who has what and where") {
  const Report report = deadlock_report();
  REQUIRE(report.outcome == Outcome::deadlock);
  INFO(report.message);
  CHECK(contains(report.message, "these wait for each other"));
  CHECK(contains(report.message, "main has a (report_test.cpp:"));
  CHECK(contains(report.message, "waits for b (thread 1 has it)"));
  CHECK(contains(report.message, "thread 1 has b (report_test.cpp:"));
  CHECK(contains(report.message, "waits for a (main has it)"));
}

TEST_CASE(
    "the schedule shows source lines, and what was locked and waited for") {
  const std::string text = deadlock_report().to_text();
  INFO(text);
  CHECK(contains(text, "const std::lock_guard first(b);"));
  CHECK(contains(text, "locks b"));
  CHECK(contains(text, "waits for b (thread 1 has it)"));
  CHECK(contains(text, "WORKBOOK_REPLAY="));
}

TEST_CASE("a data race names both accesses with their lines") {
  const Report report = explore([] {
    int count = 0;
    const auto add = [&] { count += 1; };
    std::thread other(add);
    add();
    other.join();
  });
  INFO(report.message);
  CHECK(contains(report.message, "data race on count"));
  CHECK(contains(report.message, "thread 1 writes at report_test.cpp:"));
  CHECK(contains(report.message, "main reads at report_test.cpp:"));
  CHECK(contains(report.message, "count += 1;"));
  CHECK(contains(report.message, "called from report_test.cpp:"));
}

TEST_CASE("a condition variable that is destroyed too early is named") {
  const Report report = explore([] {
    struct Shared {
      std::mutex mutex;
      std::condition_variable changed;
      void notify() { changed.notify_one(); }
    };
    auto shared = std::make_unique<Shared>();
    std::thread other([raw = shared.get()] { raw->notify(); });
    shared.reset();
    other.join();
  });
  INFO(report.message);
  CHECK(report.outcome == Outcome::data_race);
  CHECK(contains(report.message, "data race on changed"));
  CHECK(contains(report.message, "thread 1 notifies at report_test.cpp"));
  CHECK(contains(report.message, "main writes at report_test.cpp"));
}

TEST_CASE("values read and written are shown") {
  const Report report = explore([] {
    std::atomic<int> count = 40;
    const auto add = [&] { count.store(count.load() + 1); };
    std::thread other(add);
    add();
    other.join();
    check(count == 42);
  });
  const std::string text = report.to_text();
  INFO(text);
  CHECK(contains(text, "reads 40 from count"));
  CHECK(contains(text, "writes 41 to count"));
}

TEST_CASE("a lost wake-up says that the notification came too early") {
  const Report report = explore([] {
    std::mutex mutex;
    std::condition_variable ready;
    std::thread other([&] { ready.notify_one(); });
    {
      std::unique_lock lock(mutex);
      ready.wait(lock);
    }
    other.join();
  });
  CHECK(report.outcome == Outcome::lost_wakeup);
  INFO(report.message);
  CHECK(contains(report.message, "main waits on ready"));
  CHECK(
      contains(report.message, "it was notified once when nobody waited yet"));
}

TEST_CASE("a lock whose owner has ended is told") {
  const Report report = explore([] {
    std::mutex mutex;
    std::thread other([&] { mutex.lock(); });
    other.join();
    mutex.lock();
  });
  CHECK(report.outcome == Outcome::deadlock);
  INFO(report.message);
  CHECK(contains(report.message, "a thread has ended and kept the lock"));
  CHECK(contains(report.message, "main waits for mutex (thread 1 has it)"));
  CHECK(contains(report.message, "but thread 1 has ended"));
}

TEST_CASE("a lock whose owner has ended is a deadlock, whoever else waits") {
  const Report report = explore([] {
    std::mutex mutex;
    std::mutex other_mutex;
    std::condition_variable ready;
    std::thread owner([&] { mutex.lock(); });
    std::thread waiter([&] {
      std::unique_lock lock(other_mutex);
      ready.wait(lock);
    });
    owner.join();
    mutex.lock();
    waiter.join();
  });
  CHECK(report.outcome == Outcome::deadlock);
}

TEST_CASE("a semaphore that nobody releases tells who took its places") {
  const Report report = explore([] {
    std::counting_semaphore<1> places(1);
    std::thread other([&] { places.acquire(); });
    other.join();
    places.acquire();
  });
  CHECK(report.outcome == Outcome::deadlock);
  INFO(report.message);
  CHECK(contains(report.message, "nobody is left to release the semaphore"));
  CHECK(contains(report.message, "main waits for a place of places"));
  CHECK(contains(report.message, "thread 1 took a place at report_test.cpp:"));
  CHECK(contains(report.message, "has ended"));
}

TEST_CASE("what remembers that it was signaled cannot lose a wake-up") {
  const Report latch = explore([] {
    std::latch ready(2);
    ready.count_down();
    ready.wait();
  });
  CHECK(latch.outcome == Outcome::deadlock);
  CHECK(contains(latch.message, "nobody is left to count the latch down"));
  CHECK(contains(latch.message, "main waits for the latch ready at"));

  const Report barrier = explore([] {
    std::barrier both(2);
    both.arrive_and_wait();
  });
  CHECK(barrier.outcome == Outcome::deadlock);
  CHECK(contains(barrier.message, "too few threads come to the barrier"));

  const Report future = explore([] {
    std::promise<int> promise;
    promise.get_future().get();
  });
  CHECK(future.outcome == Outcome::deadlock);
  CHECK(contains(future.message, "nobody is left to make the future ready"));
}

TEST_CASE("who waits for a thread that waits for a notification lost it too") {
  const Report report = explore([] {
    std::mutex outer;
    std::mutex mutex;
    std::condition_variable ready;
    std::thread other([&] {
      const std::lock_guard keep(outer);
      std::unique_lock lock(mutex);
      ready.wait(lock);
    });
    {
      const std::lock_guard keep(outer);
      ready.notify_one();
    }
    other.join();
  });
  CHECK(report.outcome == Outcome::lost_wakeup);
  INFO(report.message);
  CHECK(contains(report.message, "lost wake-up: nobody is left to notify"));
}

TEST_CASE(
    "no line is wider than the columns and color comes only when asked for" *
    doctest::test_suite("thorough")) {
  for (const programs::Program* program : programs::Program::all()) {
    if (program->expected() == Outcome::pass ||
        program->name().starts_with("loop:"))
      continue;
    const Report report = explore(program->body(), program->options());
    for (const std::size_t columns : {80, 120}) {
      const std::string text = report.to_text(columns);
      CHECK_FALSE(contains(text, "\x1b"));
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);) {
        INFO(program->name() << "\n" << line);
        CHECK(
            (letters(line) <= columns || line.starts_with("to run it again")));
      }
    }
    CHECK(contains(report.to_text(80, true), "\x1b["));
    CHECK(Json::is_valid(report.to_json()));
    CHECK(is_well_formed(report.to_svg()));
    CHECK_FALSE(report.message.empty());
  }
}

TEST_CASE("each step has its callers, also those beyond a library") {
  struct Steps {
    static void fails() { check(false); }
    static void once() {
      std::once_flag flag;
      std::call_once(flag, fails);  // by way of the C library
    }
  };
  const Report report = explore([] { std::thread(Steps::once).join(); });
  REQUIRE(!report.schedule.empty());
  const std::vector<std::string>& stack = report.schedule.back().stack;
  REQUIRE(stack.size() == 2);
  CHECK(contains(stack[0], "Steps::fails() at report_test.cpp:"));
  CHECK(contains(stack[1], "Steps::once() at report_test.cpp:"));
}

TEST_CASE("a MoveOnlyFunction is no more to look into than a std::function") {
  const Report report = explore([] {
    std::mutex mutex;
    MoveOnlyFunction<void()> job;
    std::thread other([&] {
      const std::lock_guard lock(mutex);
      if (!job) return;
      const MoveOnlyFunction<void()> mine = std::move(job);
      mine();
    });
    {
      const std::lock_guard lock(mutex);
      job = [] { check(false); };
    }
    other.join();
  });
  REQUIRE(!report.schedule.empty());
  for (const ScheduleStep& step : report.schedule)
    CHECK_FALSE(contains(step.file, "move_only_function.hpp"));
  CHECK(contains(report.schedule.back().source, "check(false)"));
}

TEST_CASE("a crash is shown where it happened, with the callers") {
  struct Steps {
    static int divides(int by) { return 7 / by; }
    static int calls() { return divides(0); }
  };
  const Report report = explore([] { check(Steps::calls() == 0); });
  REQUIRE(report.outcome == Outcome::crash);
  REQUIRE(!report.schedule.empty());
  CHECK(contains(report.schedule.back().source, "return 7 / by;"));
  const std::vector<std::string>& stack = report.schedule.back().stack;
  REQUIRE(stack.size() == 3);
  CHECK(contains(stack[0], "Steps::divides(int) at report_test.cpp:"));
  CHECK(contains(stack[1], "Steps::calls() at report_test.cpp:"));
}

TEST_CASE("an exception that leaves a thread is shown where it was thrown") {
  struct Steps {
    static void throws() { throw std::runtime_error("the reason"); }
  };
  const Report report = explore([] { std::thread(Steps::throws).join(); });
  REQUIRE(report.outcome == Outcome::exception);
  REQUIRE(!report.schedule.empty());
  CHECK(contains(report.schedule.back().source, "throw std::runtime_error"));
}

TEST_CASE("a report of success says how many schedules there are") {
  const Report report = explore([] {});
  CHECK(report.to_text() ==
        "pass: all 1 schedule with at most 2 preemptions\n");
  CHECK(Json::is_valid(report.to_json()));
}

TEST_CASE("names are found in the source line") {
  using interleave::name_in;
  using interleave::Op;
  CHECK(name_in("const std::lock_guard lock(mutex_);", Op::lock, "lock") ==
        "mutex_");
  CHECK(name_in("std::unique_lock<std::mutex> lock{queue.mutex};", Op::lock,
                "lock") == "queue.mutex");
  CHECK(name_in("forks[i].lock();", Op::lock, "lock") == "forks");
  CHECK(name_in("ready_.wait(lock, [&] { return go; });", Op::wait, "") ==
        "ready_");
  CHECK(name_in("count.store(count.load() + 1);", Op::store, "store") ==
        "count");
  CHECK(name_in("while (!top_.compare_exchange_weak(top, node)) {",
                Op::exchange, "compare_exchange_weak") == "top_");
  CHECK(name_in("++count;", Op::exchange, "operator++") == "count");
  CHECK(name_in("this->count += 2;", Op::write, "") == "count");
  CHECK(name_in("}", Op::unlock, "unlock").empty());
}
