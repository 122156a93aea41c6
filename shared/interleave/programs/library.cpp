// Semaphores, latches, barriers, futures: what the standard library offers
// above mutexes.

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <queue>
#include <semaphore>
#include <stdexcept>
#include <thread>
#include <vector>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

using namespace std::chrono_literals;

const Program one_place("semaphore: one place", Outcome::pass, [] {
  std::counting_semaphore<1> places(1);
  int count = 0;
  const auto work = [&] {
    places.acquire();
    ++count;
    places.release();
  };
  std::thread a(work);
  work();
  a.join();
  check(count == 2);
});

const Program too_many_places("semaphore: two places for what only one may do",
                              Outcome::data_race, [] {
                                std::counting_semaphore<2> places(2);
                                int count = 0;
                                const auto work = [&] {
                                  places.acquire();
                                  ++count;
                                  places.release();
                                };
                                std::thread a(work);
                                work();
                                a.join();
                              });

const Program leaked_place("semaphore: not released on the way out",
                           Outcome::lost_wakeup, [] {
                             std::counting_semaphore<1> places(1);
                             const auto work = [&](bool early) {
                               places.acquire();
                               if (early) return;
                               places.release();
                             };
                             std::thread a(work, true);
                             work(false);
                             a.join();
                           });

const Program semaphore_time_out("semaphore: given up after a while",
                                 Outcome::pass,
                                 [] {
                                   std::binary_semaphore place(0);
                                   std::thread a([&] { place.release(); });
                                   if (!place.try_acquire_for(10ms)) {
                                     a.join();
                                     check(place.try_acquire());
                                   } else {
                                     a.join();
                                   }
                                 },
                                 {.preemptions = 1});

const Program right_latch("latch: all are there before one goes on",
                          Outcome::pass, [] {
                            std::latch ready(2);
                            std::atomic<int> arrived = 0;
                            const auto work = [&] {
                              ++arrived;
                              ready.count_down();
                            };
                            std::thread a(work);
                            std::thread b(work);
                            ready.wait();
                            check(arrived == 2);
                            a.join();
                            b.join();
                          });

const Program latch_count("latch: counts one more than come",
                          Outcome::lost_wakeup, [] {
                            std::latch ready(2);
                            std::thread a([&] { ready.count_down(); });
                            ready.wait();
                            a.join();
                          });

const Program two_phases("barrier: two phases", Outcome::pass,
                         [] {
                           std::barrier barrier(2);
                           std::array<int, 2> values = {0, 0};
                           const auto work = [&](std::size_t me) {
                             values[me] = 1;
                             barrier.arrive_and_wait();
                             check(values[1 - me] == 1);
                           };
                           std::thread a(work, 0);
                           work(1);
                           a.join();
                         },
                         {.preemptions = 1});

const Program barrier_leaves(
    "barrier: a thread leaves without saying so", Outcome::lost_wakeup, [] {
      std::barrier barrier(2);
      std::thread a([&] { barrier.arrive_and_wait(); });
      barrier.arrive_and_wait();
      const auto second_phase = [&] { barrier.arrive_and_wait(); };
      second_phase();
      a.join();
    });

const Program barrier_drop("barrier: a thread drops out", Outcome::pass,
                           [] {
                             std::barrier barrier(2);
                             std::thread a([&] { barrier.arrive_and_drop(); });
                             barrier.arrive_and_wait();
                             barrier.arrive_and_wait();
                             a.join();
                           },
                           {.preemptions = 1});

const Program right_call_once("once: call_once", Outcome::pass, [] {
  std::once_flag once;
  int made = 0;
  const auto use = [&] {
    std::call_once(once, [&] { ++made; });
    check(made == 1);
  };
  std::thread a(use);
  use();
  a.join();
});

const Program call_once_throws("once: the first attempt throws", Outcome::pass,
                               [] {
                                 std::once_flag once;
                                 int attempts = 0;
                                 const auto use = [&] {
                                   try {
                                     std::call_once(once, [&] {
                                       if (++attempts == 1)
                                         throw std::runtime_error("not yet");
                                     });
                                   } catch (const std::runtime_error&) {
                                   }
                                 };
                                 std::thread a(use);
                                 use();
                                 use();
                                 a.join();
                                 check(attempts == 2);
                               });

int made_statics = 0;

const Program static_local("once: a static local variable", Outcome::pass, [] {
  const auto use = [] {
    static const int value = ++made_statics;
    return value;
  };
  std::thread a([&] { check(use() == 1); });
  check(use() == 1);
  a.join();
  check(made_statics == 1);
});

struct Settings {
  int value = 42;
};

const Program double_checked_plain("once: double-checked, with a plain pointer",
                                   Outcome::data_race, [] {
                                     Settings* settings = nullptr;
                                     std::mutex mutex;
                                     const auto get = [&] {
                                       if (settings == nullptr) {
                                         const std::lock_guard lock(mutex);
                                         if (settings == nullptr)
                                           settings = new Settings;
                                       }
                                       return settings->value;
                                     };
                                     std::thread a(get);
                                     check(get() == 42);
                                     a.join();
                                     delete settings;
                                   });

const Program double_checked(
    "once: double-checked, with an atomic pointer", Outcome::pass, [] {
      std::atomic<Settings*> settings = nullptr;
      std::mutex mutex;
      int made = 0;
      const auto get = [&] {
        Settings* seen = settings.load(std::memory_order_acquire);
        if (seen == nullptr) {
          const std::lock_guard lock(mutex);
          seen = settings.load(std::memory_order_relaxed);
          if (seen == nullptr) {
            ++made;
            seen = new Settings;
            settings.store(seen, std::memory_order_release);
          }
        }
        return seen->value;
      };
      std::thread a(get);
      check(get() == 42);
      a.join();
      check(made == 1);
      delete settings.load();
    });

const Program checked_once("once: checked, but not again under the lock",
                           Outcome::assertion, [] {
                             std::atomic<bool> made = false;
                             std::atomic<int> times = 0;
                             std::mutex mutex;
                             const auto make = [&] {
                               if (made) return;
                               const std::lock_guard lock(mutex);
                               ++times;
                               made = true;
                             };
                             std::thread a(make);
                             make();
                             a.join();
                             check(times == 1);
                           });

const Program kept_promise("future: a promise kept", Outcome::pass,
                           [] {
                             std::promise<int> promise;
                             std::future<int> future = promise.get_future();
                             std::thread a([&] { promise.set_value(42); });
                             check(future.get() == 42);
                             a.join();
                           },
                           {.preemptions = 1});

const Program broken_promise("future: a promise broken", Outcome::exception,
                             [] {
                               std::future<int> future;
                               {
                                 std::promise<int> promise;
                                 future = promise.get_future();
                                 std::thread a(
                                     [promise = std::move(promise)] {});
                                 a.join();
                               }
                               future.get();
                             });

const Program exception_in_future(
    "future: an exception on its way", Outcome::pass,
    [] {
      std::future<int> future = std::async(
          std::launch::async, []() -> int { throw std::runtime_error("no"); });
      bool caught = false;
      try {
        future.get();
      } catch (const std::runtime_error& error) {
        caught = std::string_view(error.what()) == "no";
      }
      check(caught);
    },
    {.preemptions = 1});

const Program packaged_task(
    "future: a packaged task", Outcome::pass,
    [] {
      std::packaged_task<int(int)> twice([](int x) { return 2 * x; });
      std::future<int> future = twice.get_future();
      std::thread a(std::move(twice), 21);
      check(future.wait_for(1s) == std::future_status::ready ||
            future.wait_for(0s) != std::future_status::deferred);
      check(future.get() == 42);
      a.join();
    },
    {.preemptions = 1});

const Program uncaught("thread: an exception leaves it", Outcome::exception,
                       [] {
                         std::thread a([] {
                           throw std::runtime_error("nobody catches this");
                         });
                         a.join();
                       });

const Program not_joined("thread: destroyed without join", Outcome::exception,
                         [] { std::thread a([] {}); });

const Program used_after_join(
    "thread: uses what is gone after the join was forgotten",
    Outcome::data_race, [] {
      auto value = std::make_unique<int>(1);
      std::thread a([p = value.get()] { *p = 2; });
      a.detach();
      value.reset();
    });

const Program read_before_join("thread: its result is read before the join",
                               Outcome::data_race, [] {
                                 int result = 0;
                                 std::thread a([&] { result = 42; });
                                 const int seen = result;
                                 a.join();
                                 check(seen == 42);
                               });

const Program read_after_join("thread: its result is read after the join",
                              Outcome::pass, [] {
                                int result = 0;
                                std::thread a([&] { result = 42; });
                                a.join();
                                check(result == 42);
                              });

const Program sleep_for_order("thread: sleeps in place of waiting",
                              Outcome::assertion, [] {
                                std::atomic<int> result = 0;
                                std::thread a([&] {
                                  std::this_thread::sleep_for(10ms);
                                  result = 42;
                                });
                                std::this_thread::sleep_for(100ms);
                                check(result == 42);
                                a.join();
                              });

const Program virtual_time(
    "time: an hour of sleep costs nothing", Outcome::pass, [] {
      const auto start = std::chrono::steady_clock::now();
      std::this_thread::sleep_for(1h);
      check(std::chrono::steady_clock::now() - start >= 1h);
    });

const Program polls_clock("time: a loop that waits for the clock",
                          Outcome::pass, [] {
                            const auto end =
                                std::chrono::steady_clock::now() + 10s;
                            while (std::chrono::steady_clock::now() < end) {
                            }
                          });

// Runs tasks in one thread.
class Pool {
 public:
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_one();
    worker_.join();
  }
  std::future<int> submit(std::function<int()> work) {
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(work));
    std::future<int> result = task->get_future();
    {
      const std::lock_guard lock(mutex_);
      tasks_.emplace([task] { (*task)(); });
    }
    changed_.notify_one();
    return result;
  }

 private:
  void run() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || !tasks_.empty(); });
        if (tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop();
      }
      task();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<std::function<void()>> tasks_;
  bool stopped_ = false;
  std::thread worker_{[this] { run(); }};
};

const Program pool_result("pool: a task gives its result", Outcome::pass,
                          [] {
                            Pool pool;
                            check(pool.submit([] { return 42; }).get() == 42);
                          },
                          {.preemptions = 1});

const Program pool_waits_for_itself(
    "pool: a task waits for a task behind it", Outcome::lost_wakeup, [] {
      Pool pool;
      const auto outer = [&] { return pool.submit([] { return 1; }).get(); };
      pool.submit(outer).get();
    });

}  // namespace
}  // namespace workbook::programs
