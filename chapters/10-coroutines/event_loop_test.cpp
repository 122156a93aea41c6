#include <doctest/doctest.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "10-coroutines/async_event.hpp"
#include "10-coroutines/counted.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/when_all.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/eventually.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/unique_fd.hpp"

using namespace std::chrono_literals;
using workbook::AsyncEvent;
using workbook::EventLoop;
using workbook::Task;
using workbook::UniqueFd;
using workbook::when_all;

namespace {

constexpr auto virtual_time = EventLoop::Clock::virtual_time;
using Log = std::vector<std::string>;

Task<> nothing() { co_return; }

Task<> takes_turns(EventLoop& loop, Log& log, std::string name) {
  for (int i = 0; i < 3; ++i) {
    log.push_back(name);
    co_await loop.yield();
  }
}

Task<> sleeps(EventLoop& loop, Log& log, std::chrono::hours time) {
  co_await loop.sleep_for(time);
  log.push_back(std::to_string(time.count()));
}

Task<> fails(EventLoop& loop, std::string text, EventLoop::Duration later) {
  co_await loop.sleep_for(later);
  throw std::runtime_error(text);
}

Task<> waits(AsyncEvent& event, Log& log, std::string name) {
  co_await event.wait();
  log.push_back(name);
}

Task<> sets(AsyncEvent& event) {
  event.set();
  co_return;
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    workbook::check_errno(::pipe2(ends.data(), O_CLOEXEC), "pipe");
    out = UniqueFd(ends[0]);
    in = UniqueFd(ends[1]);
  }
  UniqueFd out;
  UniqueFd in;
};

Task<> reads(EventLoop& loop, const UniqueFd& fd, Log& log) {
  for (;;) {
    co_await loop.readable(fd.get());
    char byte = 0;
    if (::read(fd.get(), &byte, 1) != 1) break;
    log.emplace_back(1, byte);
  }
  log.emplace_back("end");
}

Task<> writes(EventLoop& loop, UniqueFd fd) {
  const UniqueFd in = std::move(fd);  // parameters live as long as the task
  for (const char byte : {'a', 'b'}) {
    workbook::check_errno(::write(in.get(), &byte, 1), "write");
    co_await loop.sleep_for(1ms);
  }
}

template <typename... Tasks>
Task<> all_of(Tasks... tasks) {
  std::vector<Task<>> all;
  (all.push_back(std::move(tasks)), ...);
  return when_all(std::move(all));
}

struct Notes {
  Log& log;
  ~Notes() { log.emplace_back("destroyed"); }
};

Task<> waits_for_ever(AsyncEvent& event, Log& log) {
  const Notes notes{log};
  co_await event.wait();
}

}  // namespace

TEST_CASE("those who yield take turns") {
  EventLoop loop;
  Log log;
  loop.run(all_of(takes_turns(loop, log, "a"), takes_turns(loop, log, "b")));
  CHECK(log == Log{"a", "b", "a", "b", "a", "b"});
}

TEST_CASE("on a virtual clock the shortest sleep ends first at its time") {
  EventLoop loop(virtual_time);
  Log log;
  loop.run(all_of(sleeps(loop, log, 30h), sleeps(loop, log, 10h),
                  sleeps(loop, log, 20h)));
  CHECK(log == Log{"10", "20", "30"});
  CHECK(loop.now() == 30h);
}

TEST_CASE("on a real clock a sleep takes at least its time") {
  EventLoop loop;
  Log log;
  const workbook::Stopwatch stopwatch;
  const auto nap = [](EventLoop& events) -> Task<> {
    co_await events.sleep_for(5ms);
  };
  loop.run(all_of(nap(loop), nap(loop)));
  CHECK(stopwatch.elapsed() >= 5ms);
}

TEST_CASE("one who yields all the time does not keep timers from ending") {
  EventLoop loop;
  bool is_over = false;
  const auto yields = [](EventLoop& events, const bool& end) -> Task<> {
    while (!end) co_await events.yield();
  };
  const auto ends = [](EventLoop& events, bool& end) -> Task<> {
    co_await events.sleep_for(1ms);
    end = true;
  };
  loop.run(all_of(yields(loop, is_over), ends(loop, is_over)));
  CHECK(is_over);
}

TEST_CASE("one who yields all the time does not keep readers from reading") {
  EventLoop loop;
  Pipe pipe;
  Log log;
  const auto closes = [](EventLoop& events, UniqueFd& in,
                         const Log& read) -> Task<> {
    in.reset();
    while (read.empty()) co_await events.yield();
  };
  loop.run(all_of(reads(loop, pipe.out, log), closes(loop, pipe.in, log)));
  CHECK(log == Log{"end"});
}

TEST_CASE("on a virtual clock time stands still while anyone can run") {
  EventLoop loop(virtual_time);
  Pipe pipe;
  Log log;
  loop.spawn(sleeps(loop, log, 1h));
  loop.run(takes_turns(loop, log, "a"));
  pipe.in.reset();  // so the end can be read
  loop.run(reads(loop, pipe.out, log));
  CHECK(log == Log{"a", "a", "a", "end"});
  CHECK(loop.now() == 0h);
}

TEST_CASE("a sleep until a time that is over ends and turns no clock back") {
  for (const auto clock : {virtual_time, EventLoop::Clock::real}) {
    EventLoop loop(clock);
    Log log;
    loop.run(sleeps(loop, log, -1h));
    CHECK(log == Log{"-1"});
    CHECK(loop.now() >= 0h);
  }
}

TEST_CASE("run tells when all wait and nothing can wake them") {
  EventLoop loop;
  AsyncEvent event(loop);
  Log log;
  CHECK_THROWS_WITH_AS(loop.run(waits(event, log, "a")),
                       "all coroutines wait, and nothing can wake them",
                       std::logic_error);
}

TEST_CASE("an event lets all go on who wait and those who come later") {
  EventLoop loop;
  AsyncEvent event(loop);
  Log log;
  loop.run(all_of(waits(event, log, "a"), waits(event, log, "b"), sets(event)));
  loop.run(waits(event, log, "c"));
  CHECK(log == Log{"a", "b", "c"});
}

TEST_CASE("a spawned task runs while others wait") {
  EventLoop loop(virtual_time);
  Log log;
  loop.spawn(sleeps(loop, log, 1h));
  loop.run(sleeps(loop, log, 2h));
  CHECK(log == Log{"1", "2"});
}

TEST_CASE("of a spawned task that has ended nothing stays in the loop") {
  int alive = 0;
  EventLoop loop;
  Log log;
  const auto holds = [](EventLoop& events, workbook::Counted) -> Task<> {
    co_await events.yield();
  };
  loop.spawn(holds(loop, workbook::Counted(alive)));
  CHECK(alive > 0);
  loop.run(takes_turns(loop, log, "a"));
  CHECK(alive == 0);
}

TEST_CASE("what a spawned task throws comes out of run") {
  EventLoop loop(virtual_time);
  Log log;
  loop.spawn(fails(loop, "spawned", 1h));
  CHECK_THROWS_WITH(loop.run(sleeps(loop, log, 2h)), "spawned");
  CHECK(log.empty());
  loop.run(nothing());  // it is thrown once
}

TEST_CASE("of several errors of spawned tasks run throws the first in time") {
  EventLoop loop(virtual_time);
  Log log;
  loop.spawn(fails(loop, "second", 1h));
  loop.spawn(fails(loop, "first", 1min));
  loop.spawn(fails(loop, "at the same time", 1min));
  CHECK_THROWS_WITH(loop.run(sleeps(loop, log, 2h)), "first");
}

TEST_CASE("the end of a loop cancels what was spawned") {
  Log log;
  {
    EventLoop loop;
    AsyncEvent event(loop);
    loop.spawn(waits_for_ever(event, log));
    CHECK(log.empty());
  }
  CHECK(log == Log{"destroyed"});
}

TEST_CASE("a task that is cancelled leaves no timer behind") {
  EventLoop loop(virtual_time);
  Log log;
  {
    Task<> task = sleeps(loop, log, 100h);
    task.start();
  }
  loop.run(sleeps(loop, log, 1h));
  CHECK(log == Log{"1"});
  CHECK_THROWS_AS(loop.run([](EventLoop& events) -> Task<> {
    AsyncEvent never(events);
    co_await never.wait();
  }(loop)),
                  std::logic_error);  // and not after 100 hours
  CHECK(loop.now() == 1h);
}

TEST_CASE("a task that could run may be cancelled before its turn") {
  EventLoop loop;
  AsyncEvent event(loop);
  Log log;
  Task<> task = waits(event, log, "cancelled");
  task.start();
  event.set();  // it is its turn next
  task = Task<>();
  loop.run(takes_turns(loop, log, "a"));
  CHECK(log == Log{"a", "a", "a"});
}

TEST_CASE(
    "a coroutine waits until there is something to read and for the end") {
  EventLoop loop;
  Pipe pipe;
  Log log;
  loop.run(
      all_of(reads(loop, pipe.out, log), writes(loop, std::move(pipe.in))));
  CHECK(log == Log{"a", "b", "end"});
}

TEST_CASE("a thread may wake a loop through a pipe") {
  EventLoop loop;
  Pipe pipe;
  Log log;
  std::jthread other([in = std::move(pipe.in)] {
    const char byte = 'x';
    CHECK(::write(in.get(), &byte, 1) == 1);
  });
  loop.run(reads(loop, pipe.out, log));
  CHECK(log.back() == "end");
}

TEST_CASE("a signal does not end the wait for a descriptor") {
  static std::atomic<bool> is_handled = false;
  struct sigaction action {};
  action.sa_handler = [](int) { is_handled = true; };
  struct sigaction before {};
  REQUIRE(::sigaction(SIGUSR1, &action, &before) == 0);
  EventLoop loop;
  Pipe pipe;
  Log log;
  {
    const pthread_t waiting = ::pthread_self();
    const pid_t waiting_id = workbook::this_thread_id();
    const std::jthread other([=, in = std::move(pipe.in)] {
      CHECK(workbook::sleeps(waiting_id));
      ::pthread_kill(waiting, SIGUSR1);
      CHECK(workbook::eventually([] { return is_handled.load(); }));
      CHECK(::write(in.get(), "x", 1) == 1);
    });
    CHECK_NOTHROW(loop.run(reads(loop, pipe.out, log)));
  }
  CHECK(log == Log{"x", "end"});
  ::sigaction(SIGUSR1, &before, nullptr);
}

TEST_CASE("a task may be cancelled while it waits for a descriptor") {
  EventLoop loop;
  Pipe pipe;
  Log log;
  {
    Task<> task = reads(loop, pipe.out, log);
    task.start();
  }
  CHECK_THROWS_AS(loop.run([](EventLoop& events) -> Task<> {
    AsyncEvent never(events);
    co_await never.wait();
  }(loop)),
                  std::logic_error);  // nobody waits for the pipe
}

TEST_CASE("to wait for what is no descriptor throws in the coroutine") {
  EventLoop loop;
  const auto waits_for = [](EventLoop& events, int fd) -> Task<> {
    co_await events.readable(fd);
  };
  CHECK_THROWS_AS(loop.run(waits_for(loop, -1)), std::system_error);
}

TEST_CASE("very many coroutines wait at once and all go on") {
  constexpr std::size_t many = workbook::sanitized ? 1'000 : 100'000;
  EventLoop loop;
  AsyncEvent event(loop);
  std::size_t through = 0;
  const auto wait = [](AsyncEvent& awaited, std::size_t& count) -> Task<> {
    co_await awaited.wait();
    ++count;
  };
  std::vector<Task<>> tasks;
  for (std::size_t i = 0; i < many; ++i) tasks.push_back(wait(event, through));
  const auto release = [](AsyncEvent& awaited,
                          const std::size_t& count) -> Task<> {
    CHECK(count == 0);  // all wait
    awaited.set();
    co_return;
  };
  tasks.push_back(release(event, through));
  loop.run(when_all(std::move(tasks)));
  CHECK(through == many);
}
