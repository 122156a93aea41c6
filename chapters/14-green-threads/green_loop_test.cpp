#include "14-green-threads/green_loop.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "14-green-threads/downloads.hpp"
#include "14-green-threads/green_thread.hpp"
#include "14-green-threads/reactor.hpp"
#include "14-green-threads/results_until.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/unique_fd.hpp"

using namespace std::chrono_literals;
using workbook::Green;
using workbook::GreenLoop;
using workbook::GreenThread;
using workbook::Reactor;
using workbook::UniqueFd;

namespace {

constexpr auto virtual_time = GreenLoop::Clock::virtual_time;

// A pipe: what is written into the second can be read from the first.
std::array<UniqueFd, 2> make_pipe() {
  std::array<int, 2> ends{};
  workbook::check_errno(::pipe(ends.data()), "pipe");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

}  // namespace

TEST_CASE("a reactor calls back at its time and in the order of times") {
  Reactor reactor(Reactor::Clock::virtual_time);
  const Reactor::Time start = reactor.now();
  std::vector<int> called;
  reactor.wait(start + 30ms, [&](bool came) {
    CHECK_FALSE(came);
    CHECK(reactor.now() == start + 30ms);
    called.push_back(2);
  });
  reactor.wait(start + 10ms, [&](bool) { called.push_back(1); });
  reactor.post([&] { called.push_back(0); });
  reactor.run();
  CHECK(called == std::vector<int>{0, 1, 2});
}

TEST_CASE("a reactor calls back once whatever comes first") {
  Reactor reactor(Reactor::Clock::virtual_time);
  std::vector<bool> called;
  const auto id = reactor.wait(reactor.now() + 1s,
                               [&](bool came) { called.push_back(came); });
  reactor.wake(id);
  reactor.wake(id);
  const auto other = reactor.wait(reactor.now() + 1s,
                                  [&](bool came) { called.push_back(came); });
  reactor.cancel(other);
  reactor.run();
  CHECK(called == std::vector<bool>{true});
}

TEST_CASE("green threads that yield take turns in the order of their start") {
  GreenLoop loop;
  std::string happened;
  loop.run([&] {
    std::vector<Green<void>> threads;
    for (const char name : {'a', 'b', 'c'}) {
      threads.push_back(loop.spawn([&happened, &loop, name] {
        for (int i = 0; i < 3; ++i) {
          happened += name;
          loop.yield();
        }
      }));
    }
    CHECK(happened.empty());  // they begin when this one waits
    for (Green<void>& thread : threads) thread.join();
  });
  CHECK(happened == "abcabcabc");
}

TEST_CASE("sleeps overlap and end in the order of their times") {
  GreenLoop loop(virtual_time);
  std::string happened;
  loop.run([&] {
    const auto start = loop.now();
    Green<void> slow = loop.spawn([&] {
      loop.sleep_for(50ms);
      happened += "slow";
    });
    Green<void> quick = loop.spawn([&] {
      loop.sleep_for(20ms);
      happened += "quick ";
    });
    slow.join();
    quick.join();
    CHECK(loop.now() - start == 50ms);
  });
  CHECK(happened == "quick slow");
}

TEST_CASE("on the real clock a sleep is no shorter than it says") {
  GreenLoop loop;
  loop.run([&] {
    const auto start = loop.now();
    loop.sleep_for(2ms);
    CHECK(loop.now() - start >= 2ms);
  });
}

TEST_CASE("join returns what the green thread returned") {
  GreenLoop loop;
  const int answer = loop.run([&] {
    Green<std::unique_ptr<int>> thread =
        loop.spawn([] { return std::make_unique<int>(42); });
    return *thread.join();
  });
  CHECK(answer == 42);
}

TEST_CASE("join throws what escaped the green thread") {
  GreenLoop loop;
  loop.run([&] {
    Green<int> thread =
        loop.spawn([]() -> int { throw std::out_of_range("x"); });
    CHECK_THROWS_AS(thread.join(), std::out_of_range);
  });
}

TEST_CASE("run throws what escaped its function") {
  GreenLoop loop;
  CHECK_THROWS_WITH(loop.run([] { throw std::runtime_error("escaped"); }),
                    "escaped");
}

TEST_CASE("an error that nobody joined comes out of run") {
  GreenLoop loop;
  CHECK_THROWS_WITH(loop.run([&] {
    loop.spawn([] { throw std::runtime_error("nobody asked"); });
    loop.yield();
    loop.yield();
  }),
                    "nobody asked");
}

TEST_CASE("several can join the same one") {
  GreenLoop loop(virtual_time);
  int joined = 0;
  loop.run([&] {
    Green<void> thread = loop.spawn([&] { loop.sleep_for(1s); });
    std::vector<Green<void>> waiting;
    for (int i = 0; i < 3; ++i)
      waiting.push_back(loop.spawn([&joined, thread]() mutable {
        thread.join();
        ++joined;
      }));
    for (Green<void>& each : waiting) each.join();
  });
  CHECK(joined == 3);
}

TEST_CASE("join_until gives up at its time and the green thread runs on") {
  GreenLoop loop(virtual_time);
  loop.run([&] {
    const auto start = loop.now();
    Green<int> thread = loop.spawn([&] {
      loop.sleep_for(100ms);
      return 1;
    });
    CHECK_FALSE(thread.join_until(start + 40ms));
    CHECK(loop.now() == start + 40ms);
    CHECK(thread.join_until(start + 200ms));
    CHECK(loop.now() == start + 100ms);
    CHECK(thread.join() == 1);
  });
}

TEST_CASE("results_until has one time for all and nothing for who is late") {
  GreenLoop loop(virtual_time);
  loop.run([&] {
    const auto start = loop.now();
    std::vector<Green<int>> threads;
    for (const int ms : {300, 80, 100, 160})
      threads.push_back(loop.spawn([&loop, ms] {
        loop.sleep_for(std::chrono::milliseconds(ms));
        return ms;
      }));
    const auto results = workbook::results_until(threads, start + 120ms);
    CHECK(loop.now() == start + 120ms);
    CHECK(results ==
          std::vector<std::optional<int>>{std::nullopt, 80, 100, std::nullopt});
  });
}

TEST_CASE("a green thread that waits for a descriptor lets the others run") {
  const auto [reading, writing] = make_pipe();
  GreenLoop loop;
  std::string happened;
  loop.run([&] {
    Green<void> reader = loop.spawn([&, fd = reading.get()] {
      CHECK(loop.wait_for(fd, POLLIN));
      char byte = 0;
      CHECK(::read(fd, &byte, 1) == 1);
      happened += byte;
    });
    loop.yield();
    happened += "a";
    CHECK(::write(writing.get(), "b", 1) == 1);
    reader.join();
  });
  CHECK(happened == "ab");
}

TEST_CASE("a wait for a descriptor ends at its limit") {
  const auto [reading, writing] = make_pipe();
  GreenLoop loop(virtual_time);
  loop.run([&, fd = reading.get()] {
    const auto start = loop.now();
    CHECK_FALSE(loop.wait_for(fd, POLLIN, start + 1h));
    CHECK(loop.now() == start + 1h);
  });
}

TEST_CASE("when run returns the others are unwound where they are") {
  const auto counted = std::make_shared<int>(0);
  GreenLoop loop;
  loop.run([&] {
    for (int i = 0; i < 3; ++i)
      loop.spawn([&] {
        const std::vector local = {counted};
        loop.sleep_for(1h);
      });
    loop.spawn([&] {
      for (;;) loop.yield();
    });
    loop.yield();
    CHECK(counted.use_count() == 4);
  });
  CHECK(counted.use_count() == 1);
  CHECK(loop.run([&] {  // and it can be used again
    loop.yield();
    return 1;
  }) == 1);
}

TEST_CASE("the error of run's function comes before those of others") {
  GreenLoop loop;
  CHECK_THROWS_WITH(loop.run([&] {
    loop.spawn([] { throw std::runtime_error("nobody asked"); });
    loop.yield();
    loop.yield();
    throw std::runtime_error("escaped");
  }),
                    "escaped");
}

TEST_CASE("a run that threw leaves nothing to the next one") {
  const auto counted = std::make_shared<int>(0);
  GreenLoop loop;
  std::optional<Green<void>> first;
  std::optional<Green<void>> second;
  const auto begin_to_wait_for_each_other = [&] {
    const auto hold_and_join = [&](std::optional<Green<void>>& other) {
      return loop.spawn([&] {
        const std::vector local = {counted};
        other->join();
      });
    };
    first = hold_and_join(second);
    second = hold_and_join(first);
    loop.yield();
    CHECK(counted.use_count() == 3);
  };
  const auto check_that_it_works = [&] {
    CHECK(counted.use_count() == 1);
    CHECK(loop.run([&] {
      loop.yield();
      return 1;
    }) == 1);
  };

  CHECK_THROWS_WITH(loop.run([&] {
    begin_to_wait_for_each_other();
    throw std::runtime_error("escaped");
  }),
                    "escaped");
  check_that_it_works();

  CHECK_THROWS_WITH(loop.run([&] {
    loop.spawn([] { throw std::runtime_error("nobody asked"); });
    begin_to_wait_for_each_other();
  }),
                    "nobody asked");
  check_that_it_works();

  CHECK_THROWS_WITH(loop.run([&] {
    begin_to_wait_for_each_other();
    first->join();
  }),
                    "each green thread waits for another");
  check_that_it_works();
}

TEST_CASE("to join one that was stopped is an error") {
  GreenLoop loop(virtual_time);
  Green<int> begun = loop.run([&] {
    Green<int> thread = loop.spawn([&] {
      loop.sleep_for(1h);
      return 1;
    });
    loop.yield();
    return thread;
  });
  Green<void> not_begun = loop.run([&] { return loop.spawn([] {}); });
  Green<void> without_run = [] { return GreenLoop().spawn([] {}); }();
  constexpr const char* text = "the green thread was stopped";
  CHECK(begun.is_done());
  CHECK_THROWS_WITH_AS(begun.join(), text, std::runtime_error);
  CHECK(not_begun.join_until(GreenLoop::never));
  CHECK_THROWS_WITH_AS(not_begun.join(), text, std::runtime_error);
  CHECK_THROWS_WITH_AS(without_run.join(), text, std::runtime_error);
  CHECK_THROWS_WITH_AS(loop.run([&] { begun.join(); }), text,
                       std::runtime_error);
}

namespace {

// Whose end takes three waits, and what came of each.
class EndsSlowly {
 public:
  EndsSlowly(GreenLoop& loop, std::vector<std::string>& happened)
      : loop_(loop), happened_(happened) {}
  EndsSlowly(const EndsSlowly&) = delete;
  EndsSlowly& operator=(const EndsSlowly&) = delete;
  ~EndsSlowly() {
    attempt([&] { loop_.sleep_for(1h); });
    attempt([&] { loop_.yield(); });
    attempt([&] { loop_.wait_for(STDIN_FILENO, POLLIN); });
    happened_.emplace_back("ended");
  }

 private:
  template <typename Wait>
  void attempt(Wait wait) {
    try {
      wait();
      happened_.emplace_back("waited");
    } catch (const GreenThread::Stopped&) {
      happened_.emplace_back("stopped");
    } catch (const std::exception& error) {
      happened_.emplace_back(error.what());
    }
  }

  GreenLoop& loop_;
  std::vector<std::string>& happened_;
};

}  // namespace

TEST_CASE("a destructor that waits is not held up when all are stopped") {
  GreenLoop loop;
  std::vector<std::string> happened;
  const auto wait_and_end_slowly = [&] {
    const EndsSlowly slow(loop, happened);
    loop.sleep_for(1h);
  };
  loop.run([&] {
    loop.spawn(wait_and_end_slowly);
    loop.spawn(wait_and_end_slowly);
    loop.yield();
  });
  const std::vector<std::string> once = {"stopped", "stopped", "stopped",
                                         "ended"};
  std::vector<std::string> twice = once;
  twice.insert(twice.end(), once.begin(), once.end());
  CHECK(happened == twice);
  CHECK(loop.run([&] {  // and what they would have waited for is forgotten
    loop.yield();
    return 1;
  }) == 1);
}

TEST_CASE("green threads that wait for each other are told") {
  GreenLoop loop;
  CHECK_THROWS_WITH_AS(loop.run([&] {
    std::optional<Green<void>> first;
    Green<void> second = loop.spawn([&] { first->join(); });
    first = loop.spawn([&] { second.join(); });
    second.join();
  }),
                       "each green thread waits for another", std::logic_error);
}

TEST_CASE("only a green thread can wait") {
  GreenLoop loop;
  CHECK_THROWS_AS(loop.sleep_for(1ms), std::logic_error);
  CHECK_THROWS_AS(loop.yield(), std::logic_error);
}

TEST_CASE("another thread of the system cannot wait in a loop") {
  GreenLoop loop;
  loop.run([&] {
    std::thread other([&] {
      constexpr const char* text = "only a green thread of this loop can wait";
      CHECK_THROWS_WITH_AS(loop.sleep_for(1ms), text, std::logic_error);
      CHECK_THROWS_WITH_AS(loop.yield(), text, std::logic_error);
    });
    other.join();
  });
}

TEST_CASE("a green thread of nobody cannot wait in a loop") {
  GreenLoop loop;
  const auto check_that_it_cannot = [&] {
    constexpr const char* text = "only a green thread of this loop can wait";
    GreenThread other([&] {
      CHECK_THROWS_WITH_AS(loop.sleep_for(1ms), text, std::logic_error);
      CHECK_THROWS_WITH_AS(loop.yield(), text, std::logic_error);
    });
    other.resume();
  };
  check_that_it_cannot();
  loop.run([] {});
  check_that_it_cannot();
  loop.run([&] { loop.spawn([] {}); });  // and stops it
  check_that_it_cannot();
}

TEST_CASE("a green thread of a loop inside cannot wait in the one around it") {
  GreenLoop around;
  around.run([&] {
    GreenLoop inside;
    inside.run([&] {
      constexpr const char* text = "only a green thread of this loop can wait";
      CHECK_THROWS_WITH_AS(around.sleep_for(1ms), text, std::logic_error);
      CHECK_THROWS_WITH_AS(around.yield(), text, std::logic_error);
      CHECK_NOTHROW(inside.sleep_for(1ms));
    });
    CHECK_NOTHROW(around.sleep_for(1ms));
  });
}

TEST_CASE("one that blocks its OS thread stops all others") {
  GreenLoop loop;
  loop.run([&] {
    int ticks = 0;
    Green<void> ticker = loop.spawn([&] {
      for (;;) {
        loop.sleep_for(1ms);
        ++ticks;
      }
    });
    loop.sleep_for(1ms);
    const int before = ticks;
    std::this_thread::sleep_for(20ms);
    CHECK(ticks == before);
  });
}

// ThreadSanitizer needs megabytes for each.
TEST_CASE("thousands of green threads wait at once") {
  constexpr int count = workbook::sanitized ? 200 : 10'000;
  GreenLoop loop(virtual_time);
  int ended = 0;
  loop.run([&] {
    std::vector<Green<void>> threads;
    for (int i = 0; i < count; ++i)
      threads.push_back(loop.spawn([&] {
        loop.sleep_for(1h);
        ++ended;
      }));
    for (Green<void>& thread : threads) thread.join();
  });
  CHECK(ended == count);
}

TEST_CASE("the program in three styles does the same") {
  const std::vector<workbook::File> files = {{"a", 30ms, 20ms, 3},
                                             {"b", 45ms, 36ms, 2, 2},
                                             {"c", 10ms, 57ms, 2, 1},
                                             {"d", 5ms, 101ms, 1}};
  const workbook::Lines lines = workbook::download_with_callbacks(files);
  CHECK(lines.size() == 18);
  CHECK(lines.back() == " 234 ms  all files are here");
  CHECK(workbook::download_with_green_threads(files) == lines);
  CHECK(workbook::download_with_coroutines(files) == lines);
}
