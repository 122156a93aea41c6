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
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"
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

}  // namespace workbook
