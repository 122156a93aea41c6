// Waiting for something to become true.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

using namespace std::chrono_literals;

const Program wait_without_looking("condition: waits without looking first",
                                   Outcome::lost_wakeup, [] {
                                     std::mutex mutex;
                                     std::condition_variable ready;
                                     std::thread other(
                                         [&] { ready.notify_one(); });
                                     {
                                       std::unique_lock lock(mutex);
                                       ready.wait(lock);
                                     }
                                     other.join();
                                   });

const Program set_without_lock("condition: the flag is set without the lock",
                               Outcome::lost_wakeup, [] {
                                 std::atomic<bool> is_ready = false;
                                 std::mutex mutex;
                                 std::condition_variable ready;
                                 std::thread other([&] {
                                   is_ready = true;
                                   ready.notify_one();
                                 });
                                 {
                                   std::unique_lock lock(mutex);
                                   while (!is_ready) ready.wait(lock);
                                 }
                                 other.join();
                               });

const Program set_under_lock("condition: the flag is set under the lock",
                             Outcome::pass, [] {
                               bool is_ready = false;
                               std::mutex mutex;
                               std::condition_variable ready;
                               std::thread other([&] {
                                 const std::lock_guard lock(mutex);
                                 is_ready = true;
                                 ready.notify_one();
                               });
                               {
                                 std::unique_lock lock(mutex);
                                 while (!is_ready) ready.wait(lock);
                               }
                               other.join();
                             });

const Program forgotten_notify("condition: nobody notifies",
                               Outcome::lost_wakeup, [] {
                                 bool is_ready = false;
                                 std::mutex mutex;
                                 std::condition_variable ready;
                                 std::thread other([&] {
                                   const std::lock_guard lock(mutex);
                                   is_ready = true;
                                 });
                                 {
                                   std::unique_lock lock(mutex);
                                   ready.wait(lock, [&] { return is_ready; });
                                 }
                                 other.join();
                               });

const Program if_for_while("condition: if in place of while, two consumers",
                           Outcome::assertion, [] {
                             int items = 0;
                             std::mutex mutex;
                             std::condition_variable changed;
                             const auto take = [&] {
                               std::unique_lock lock(mutex);
                               if (items == 0) changed.wait(lock);
                               --items;
                               check(items >= 0,
                                     "took an item that was not there");
                             };
                             std::thread a(take);
                             std::thread b(take);
                             for (int i = 0; i < 2; ++i) {
                               const std::lock_guard lock(mutex);
                               ++items;
                               changed.notify_all();
                             }
                             a.join();
                             b.join();
                           });

const Program spurious("condition: if in place of while, spurious wake-ups",
                       Outcome::assertion,
                       [] {
                         bool is_ready = false;
                         std::mutex mutex;
                         std::condition_variable ready;
                         std::thread other([&] {
                           const std::lock_guard lock(mutex);
                           is_ready = true;
                           ready.notify_one();
                         });
                         {
                           std::unique_lock lock(mutex);
                           if (!is_ready) ready.wait(lock);
                           check(is_ready);
                         }
                         other.join();
                       },
                       {.spurious_wakeups = true});

const Program notify_one_of_two("condition: notify_one where two threads wait",
                                Outcome::lost_wakeup, [] {
                                  bool go = false;
                                  std::mutex mutex;
                                  std::condition_variable changed;
                                  const auto wait = [&] {
                                    std::unique_lock lock(mutex);
                                    changed.wait(lock, [&] { return go; });
                                  };
                                  std::thread a(wait);
                                  std::thread b(wait);
                                  {
                                    const std::lock_guard lock(mutex);
                                    go = true;
                                  }
                                  changed.notify_one();
                                  a.join();
                                  b.join();
                                });

const Program no_queue("condition: notify_one need not wake who came first",
                       Outcome::assertion, [] {
                         int waiting = 0;
                         int first = 0;  // to be woken
                         std::mutex mutex;
                         std::condition_variable changed;
                         const auto wait = [&](int me) {
                           std::unique_lock lock(mutex);
                           ++waiting;
                           changed.wait(lock);
                           if (first == 0) first = me;
                         };
                         const auto wait_until_waiting = [&](int count) {
                           for (;;) {
                             {
                               const std::lock_guard lock(mutex);
                               if (waiting == count) return;
                             }
                             std::this_thread::yield();
                           }
                         };
                         std::thread a(wait, 1);
                         wait_until_waiting(1);
                         std::thread b(wait, 2);
                         wait_until_waiting(2);
                         changed.notify_one();
                         while (true) {
                           const std::lock_guard lock(mutex);
                           if (first != 0) break;
                         }
                         changed.notify_all();
                         a.join();
                         b.join();
                         check(first == 1);
                       });

// One condition variable for "not full" and "not empty": the signal can reach a
// thread that cannot use it.
class SharedConditionQueue {
 public:
  void push(int item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return items_.size() < 1; });
    items_.push_back(item);
    changed_.notify_one();
  }
  int pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !items_.empty(); });
    const int item = items_.front();
    items_.pop_front();
    changed_.notify_one();
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> items_;
};

const Program shared_condition("condition: notify_one on a shared condition",
                               Outcome::lost_wakeup, [] {
                                 SharedConditionQueue queue;
                                 std::thread a([&] { queue.push(1); });
                                 std::thread b([&] { queue.push(2); });
                                 std::thread c([&] { queue.pop(); });
                                 queue.pop();
                                 a.join();
                                 b.join();
                                 c.join();
                               });

const Program wait_for_too_short(
    "condition: a wait that gives up is not looked at", Outcome::assertion, [] {
      bool is_ready = false;
      std::mutex mutex;
      std::condition_variable ready;
      std::thread other([&] {
        const std::lock_guard lock(mutex);
        is_ready = true;
        ready.notify_one();
      });
      {
        std::unique_lock lock(mutex);
        ready.wait_for(lock, 10ms, [&] { return is_ready; });
        check(is_ready);
      }
      other.join();
    });

const Program wait_for("condition: a wait that gives up, in a loop",
                       Outcome::pass, [] {
                         bool is_ready = false;
                         std::mutex mutex;
                         std::condition_variable ready;
                         std::thread other([&] {
                           const std::lock_guard lock(mutex);
                           is_ready = true;
                           ready.notify_one();
                         });
                         {
                           std::unique_lock lock(mutex);
                           while (!ready.wait_for(lock, 10ms,
                                                  [&] { return is_ready; })) {
                           }
                         }
                         other.join();
                       });

const Program any("condition: condition_variable_any and a stop token",
                  Outcome::pass,
                  [] {
                    std::mutex mutex;
                    std::condition_variable_any changed;
                    std::jthread waiter([&](const std::stop_token& stop) {
                      std::unique_lock lock(mutex);
                      changed.wait(lock, stop, [] { return false; });
                    });
                  },
                  {.preemptions = 1});

const Program keeps_a_lock("condition: waits and keeps another lock",
                           Outcome::lost_wakeup, [] {
                             bool is_ready = false;
                             std::mutex outer;
                             std::mutex mutex;
                             std::condition_variable ready;
                             std::thread other([&] {
                               const std::lock_guard keep(outer);
                               const std::lock_guard lock(mutex);
                               is_ready = true;
                               ready.notify_one();
                             });
                             {
                               const std::lock_guard keep(outer);
                               std::unique_lock lock(mutex);
                               while (!is_ready) ready.wait(lock);
                             }
                             other.join();
                           });

struct Flag {
  bool is_set = false;  // guarded by mutex
  std::mutex mutex;
  std::condition_variable changed;
};

// The waiter, who owns the flag, may be gone with it before the notification.
void wait_and_destroy(void (*set)(Flag&)) {
  auto flag = std::make_unique<Flag>();
  std::thread other([set, raw = flag.get()] { set(*raw); });
  {
    std::unique_lock lock(flag->mutex);
    flag->changed.wait(lock, [&] { return flag->is_set; });
  }
  flag.reset();
  other.join();
}

const Program destroyed_after_notify(
    "condition: destroyed by who was released, notified under the lock",
    Outcome::pass, [] {
      wait_and_destroy([](Flag& flag) {
        const std::lock_guard lock(flag.mutex);
        flag.is_set = true;
        flag.changed.notify_one();
      });
    });

const Program destroyed_before_notify(
    "condition: destroyed by who was released, notified without the lock",
    Outcome::data_race, [] {
      wait_and_destroy([](Flag& flag) {
        {
          const std::lock_guard lock(flag.mutex);
          flag.is_set = true;
        }
        flag.changed.notify_one();
      });
    });

const Program event_count("condition: an event count", Outcome::pass, [] {
  std::atomic<bool> is_ready = false;
  std::atomic<unsigned> events = 0;
  std::thread other([&] {
    is_ready = true;
    ++events;
    events.notify_all();
  });
  for (;;) {
    const unsigned before = events;
    if (is_ready) break;
    events.wait(before);
  }
  other.join();
});

const Program event_count_too_late(
    "condition: an event count that is read after the look",
    Outcome::lost_wakeup, [] {
      std::atomic<bool> is_ready = false;
      std::atomic<unsigned> events = 0;
      std::thread other([&] {
        is_ready = true;
        ++events;
        events.notify_all();
      });
      while (!is_ready) events.wait(events);
      other.join();
    });

}  // namespace
}  // namespace workbook::programs
