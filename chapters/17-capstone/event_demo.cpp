#include "17-capstone/event_demo.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <variant>

#include "01-subprocess/run.hpp"
#include "05-queues/closable_queue.hpp"
#include "17-capstone/child.hpp"
#include "17-capstone/event.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/timeline.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

const Argv slow_test = {"sleep", "0.6"};

// Types `h` after a while, as a person would, and remembers when.
class Person {
 public:
  Person() {
    std::array<int, 2> ends{};
    check_errno(::pipe(ends.data()), "pipe");
    keyboard = UniqueFd(ends[0]);
    typed_ = UniqueFd(ends[1]);
    thread_ = std::jthread([this] {
      std::this_thread::sleep_for(150ms);
      clock_ = Stopwatch();
      [[maybe_unused]] const auto written = ::write(typed_.get(), "h", 1);
    });
  }
  UniqueFd keyboard;  // to read the key from
  double seconds_since_typed() const { return clock_.seconds(); }

 private:
  UniqueFd typed_;
  Stopwatch clock_;  // written before the key is, and read after
  std::jthread thread_;
};

char read_key(const Person& person) {
  char key = 0;
  check_errno(::read(person.keyboard.get(), &key, 1), "read");
  return key;
}

std::string waited(const Person& person) {
  return fmt::format("{:.2f} s", person.seconds_since_typed());
}

}  // namespace

// #region blocking
void blocking_demo(const Arguments&) {
  Timeline timeline("A loop that does one thing after the other");
  const Person person;
  timeline.begin("loop", Timeline::Kind::wait, "the test");
  run(slow_test);
  timeline.begin("loop", Timeline::Kind::wait, "a key");
  const char key = read_key(person);
  fmt::print("the key {} was seen {} after it was typed\n", key,
             figure("waited", waited(person)));
  timeline.show();
}
// #endregion blocking

// #region channel
struct KeyTyped {
  char key;
};
struct TestEnded {
  ExitStatus status;
};
using SomethingHappened = std::variant<KeyTyped, TestEnded>;

void channel_demo(const Arguments&) {
  Timeline timeline("Threads that wait, and a loop that acts");
  const Person person;
  ClosableQueue<SomethingHappened> events(16);

  timeline.begin("keyboard", Timeline::Kind::wait, "a key");
  std::jthread keyboard([&] {
    events.push(KeyTyped{read_key(person)});
    timeline.end("keyboard");
  });
  timeline.begin("runner", Timeline::Kind::wait, "the test");
  std::jthread runner([&] {
    events.push(TestEnded{run(slow_test).status});
    timeline.end("runner");
  });
  timeline.begin("loop", Timeline::Kind::wait, "an event");
  for (bool running = true; running;) {
    const SomethingHappened event = *events.pop();
    if (const auto* typed = std::get_if<KeyTyped>(&event)) {
      fmt::print("the key {} was seen {} after it was typed\n", typed->key,
                 figure("waited", waited(person)));
      timeline.begin("loop", Timeline::Kind::wait, "the next event");
    } else {
      fmt::print("the test ended: {}\n",
                 std::get<TestEnded>(event).status.text());
      running = false;
    }
  }
  timeline.show();
}
// #endregion channel

namespace {

// What becomes of runs in the demonstration: one at a time, the old one ended
// before the new one starts, a number for each.
class Runner {
 public:
  Runner(ClosableQueue<Event>& events, Timeline& timeline)
      : events_(events), timeline_(timeline) {}

  void start(unsigned number, const std::string& nap) {
    std::jthread before = std::move(thread_);
    before.request_stop();
    thread_ = std::jthread([this, number, nap, before = std::move(before)](
                               const std::stop_token& stop) mutable {
      if (before.joinable()) before.join();
      timeline_.begin("runner", Timeline::Kind::wait,
                      fmt::format("run {}", number));
      const TemporaryDirectory folder;
      run_child({"sleep", nap}, {.log = folder.path() / "log"}, stop);
      timeline_.end("runner");
      if (!stop.stop_requested()) events_.push(Finished{number, {}});
    });
  }

 private:
  ClosableQueue<Event>& events_;
  Timeline& timeline_;
  std::jthread thread_;
};

}  // namespace

void loop_demo(const Arguments&) {
  Timeline timeline("A save while a run goes on");
  ClosableQueue<Event> events(16);
  unsigned run = 0;
  for (const char* lane : {"keyboard", "watcher", "runner"})
    timeline.begin(lane, Timeline::Kind::wait);
  Runner runner(events, timeline);
  std::jthread person([&] {
    std::this_thread::sleep_for(150ms);
    events.push(Key{U'h'});
    std::this_thread::sleep_for(150ms);
    events.push(Saved{});
    timeline.begin("watcher", Timeline::Kind::wait);
  });
  runner.start(++run, "1000");
  for (bool more = true; more;) {
    timeline.begin("loop", Timeline::Kind::wait, "an event");
    const Event event = *events.pop();
    const double now = timeline.now();
    if (const auto* key = std::get_if<Key>(&event)) {
      fmt::print("{:.2f} s  key {}: shows a hint; run {} goes on\n", now,
                 static_cast<char>(key->code), run);
    } else if (std::holds_alternative<Saved>(event)) {
      fmt::print("{:.2f} s  saved: ends run {}, starts run {}\n", now, run,
                 run + 1);
      runner.start(++run, "0.3");
    } else if (const auto* finished = std::get_if<Finished>(&event)) {
      fmt::print("{:.2f} s  run {} has ended: shows its result\n", now,
                 finished->run);
      more = false;
    }
  }
  timeline.show();
}

}  // namespace workbook
