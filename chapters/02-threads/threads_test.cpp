// What the lesson says of the threads of the standard library.

#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

using namespace std::chrono_literals;
using namespace workbook;

TEST_CASE("five threads run at the same time") {
  constexpr std::size_t count = 5;
  std::latch all_are_here(count);  // no four of them get past it
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&] { all_are_here.arrive_and_wait(); });
  }
}

TEST_CASE("a thread gets copies of its arguments also for a reference") {
  const std::string text = "draft";
  const std::string* seen = nullptr;
  std::jthread([&](const std::string& copy) { seen = &copy; }, text).join();
  CHECK(seen != nullptr);
  CHECK(seen != &text);
}

TEST_CASE("with ref a thread gets the caller's own") {
  std::string text = "draft";
  std::jthread([](std::string& mine) { mine += ", read"; }, std::ref(text))
      .join();
  CHECK(text == "draft, read");
}

TEST_CASE("what cannot be copied can be moved to a thread") {
  auto page = std::make_unique<int>(7);
  int seen = 0;
  std::jthread([&](std::unique_ptr<int> mine) { seen = *mine; },
               std::move(page))
      .join();
  CHECK(seen == 7);
  CHECK(page == nullptr);
}

TEST_CASE("a shared pointer lives as long as the thread that has a copy") {
  std::weak_ptr<int> watched;
  std::latch caller_has_let_go(1);
  std::jthread thread;
  {
    const auto page = std::make_shared<int>(7);
    watched = page;
    thread = std::jthread([page, &caller_has_let_go] {
      caller_has_let_go.wait();
      CHECK(*page == 7);
    });
  }
  CHECK_FALSE(watched.expired());
  caller_has_let_go.count_down();
  thread.join();
  CHECK(watched.expired());
}

TEST_CASE("the destructor of a jthread asks to stop and then joins") {
  bool ended = false;
  {
    std::jthread worker([&](const std::stop_token& asked) {
      while (!asked.stop_requested()) std::this_thread::yield();
      ended = true;
    });
  }
  CHECK(ended);
}

TEST_CASE("a jthread that nobody keeps is joined at once") {
  bool ended = false;
  // NOLINTNEXTLINE(bugprone-unused-raii): that is what happens here
  std::jthread([&] { ended = true; });
  CHECK(ended);
}

TEST_CASE("who waits with a stop token sleeps and ends when asked") {
  std::atomic<pid_t> thread = 0;
  std::jthread worker([&](const std::stop_token& asked) {
    thread = this_thread_id();
    std::mutex mutex;
    std::condition_variable_any wake_up;
    std::unique_lock lock(mutex);
    wake_up.wait(lock, asked, [] { return false; });
  });
  CHECK(eventually([&] { return thread != 0; }));
  CHECK(sleeps(thread));
  worker.request_stop();
  worker.join();
}

TEST_CASE("a stop callback runs in the thread that asks") {
  std::stop_source source;
  std::thread::id ran_in;
  const std::stop_callback note(source.get_token(),
                                [&] { ran_in = std::this_thread::get_id(); });
  std::jthread asker([&] { source.request_stop(); });
  const std::thread::id asker_id = asker.get_id();
  asker.join();
  CHECK(ran_in == asker_id);
}

namespace {

struct Counted {
  explicit Counted(std::atomic<int>& gone) : gone_(gone) {}
  ~Counted() { ++gone_; }
  int calls = 0;

 private:
  std::atomic<int>& gone_;
};

std::atomic<int> destroyed = 0;
thread_local Counted counted(destroyed);

}  // namespace

TEST_CASE("each thread has its own thread_local and ends it with itself") {
  destroyed = 0;
  for (int i = 0; i < 2; ++i) {
    std::jthread([] {
      ++counted.calls;
      CHECK(counted.calls == 1);
    }).join();
  }
  CHECK(destroyed == 2);
  CHECK(counted.calls == 0);
}

TEST_CASE("get waits for the value and returns it") {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::atomic<pid_t> waiter = 0;
  std::jthread thread([&] {
    waiter = this_thread_id();
    CHECK(future.get() == 42);
  });
  CHECK(eventually([&] { return waiter != 0; }));
  CHECK(sleeps(waiter));
  promise.set_value(42);
}

TEST_CASE("get throws what the thread threw") {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::jthread thread([&] {
    try {
      throw std::out_of_range("page 9");
    } catch (...) {
      promise.set_exception(std::current_exception());
    }
  });
  CHECK_THROWS_WITH_AS(future.get(), "page 9", std::out_of_range);
}

TEST_CASE("a packaged task is a promise that keeps itself") {
  std::packaged_task<int()> task([]() -> int { throw std::out_of_range("9"); });
  std::future<int> future = task.get_future();
  std::jthread thread(std::move(task));
  CHECK_THROWS_WITH_AS(future.get(), "9", std::out_of_range);
}

TEST_CASE("a promise that is dropped says so to who waits") {
  std::future<int> future;
  {
    std::promise<int> promise;
    future = promise.get_future();
  }
  CHECK_THROWS_WITH_AS(future.get(), "std::future_error: Broken promise",
                       std::future_error);
}

TEST_CASE("nobody passes a barrier before all have arrived") {
  constexpr int workers = 3;
  constexpr int rounds = 50;
  std::atomic<int> arrived = 0;
  int passed_early = 0;  // changed only while all of them wait
  int round = 0;
  std::barrier meeting(workers, [&]() noexcept {
    ++round;
    if (arrived != round * workers) ++passed_early;
  });
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < workers; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < rounds; ++j) {
          ++arrived;
          meeting.arrive_and_wait();
        }
      });
    }
  }
  CHECK(round == rounds);
  CHECK(passed_early == 0);
}

TEST_CASE("a latch opens once and stays open") {
  std::latch latch(2);
  latch.count_down();
  CHECK_FALSE(latch.try_wait());
  latch.count_down();
  latch.wait();
  latch.wait();
}
