// Bounded queues: several wrong, one right; and what ends a program.

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

struct RightQueue {
  void push(int item) {
    std::unique_lock lock(mutex);
    not_full.wait(lock, [&] { return items.size() < 1; });
    items.push_back(item);
    lock.unlock();
    not_empty.notify_one();
  }
  std::optional<int> pop() {
    std::unique_lock lock(mutex);
    not_empty.wait(lock, [&] { return !items.empty() || closed; });
    if (items.empty()) return std::nullopt;
    const int item = items.front();
    items.pop_front();
    lock.unlock();
    not_full.notify_one();
    return item;
  }
  void close() {
    const std::lock_guard lock(mutex);
    closed = true;
    not_empty.notify_all();
  }
  std::mutex mutex;
  std::condition_variable not_full;
  std::condition_variable not_empty;
  std::deque<int> items;
  bool closed = false;
};

struct UnlockedEmptyQueue : RightQueue {
  bool empty() const { return items.empty(); }
};

struct CloseNotifiesOne : RightQueue {
  void close() {
    const std::lock_guard lock(mutex);
    closed = true;
    not_empty.notify_one();
  }
};

struct CloseWithoutLock : RightQueue {
  std::optional<int> pop() {
    std::unique_lock lock(mutex);
    not_empty.wait(lock, [&] { return !items.empty() || is_closed; });
    if (items.empty()) return std::nullopt;
    const int item = items.front();
    items.pop_front();
    not_full.notify_one();
    return item;
  }
  void close() {
    is_closed = true;
    not_empty.notify_all();
  }
  std::atomic<bool> is_closed = false;
};

const Program right("queue: right", Outcome::pass, [] {
  RightQueue queue;
  std::thread producer([&] {
    for (int i = 1; i <= 2; ++i) queue.push(i);
    queue.close();
  });
  int sum = 0;
  while (const std::optional<int> item = queue.pop()) sum += *item;
  producer.join();
  check(sum == 3);
});

const Program right_with_two("queue: right, two producers and two consumers",
                             Outcome::pass, [] {
                               RightQueue queue;
                               std::atomic<int> sum = 0;
                               const auto consume = [&] {
                                 sum += *queue.pop();
                               };
                               std::thread a([&] { queue.push(1); });
                               std::thread b([&] { queue.push(2); });
                               std::thread c(consume);
                               consume();
                               a.join();
                               b.join();
                               c.join();
                               check(sum == 3);
                             });

const Program empty_unlocked("queue: empty() looks without the lock",
                             Outcome::data_race, [] {
                               UnlockedEmptyQueue queue;
                               std::thread producer([&] { queue.push(1); });
                               if (!queue.empty()) queue.pop();
                               producer.join();
                             });

const Program check_then_act("queue: looks whether it is empty, then pops",
                             Outcome::assertion, [] {
                               std::mutex mutex;
                               std::vector<int> items = {1};
                               const auto empty = [&] {
                                 const std::lock_guard lock(mutex);
                                 return items.empty();
                               };
                               const auto pop = [&] {
                                 const std::lock_guard lock(mutex);
                                 check(!items.empty(),
                                       "pop from an empty queue");
                                 items.pop_back();
                               };
                               const auto take = [&] {
                                 if (!empty()) pop();
                               };
                               std::thread a(take);
                               take();
                               a.join();
                             });

const Program close_notifies_one("queue: close wakes one of two consumers",
                                 Outcome::lost_wakeup, [] {
                                   CloseNotifiesOne queue;
                                   std::thread a([&] { queue.pop(); });
                                   std::thread b([&] { queue.pop(); });
                                   queue.close();
                                   a.join();
                                   b.join();
                                 });

const Program close_without_lock("queue: close without the lock",
                                 Outcome::lost_wakeup, [] {
                                   CloseWithoutLock queue;
                                   std::thread a([&] { queue.pop(); });
                                   queue.close();
                                   a.join();
                                 });

// One producer, one consumer, a ring (Lamport, "Specifying concurrent program
// modules", 1983).
template <std::memory_order publish>
struct Ring {
  bool push(int item) {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - head_.load(std::memory_order_acquire) == items_.size())
      return false;
    items_[tail % items_.size()] = item;
    tail_.store(tail + 1, publish);
    return true;
  }
  std::optional<int> pop() {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_acquire)) return std::nullopt;
    const int item = items_[head % items_.size()];
    head_.store(head + 1, std::memory_order_release);
    return item;
  }
  std::array<int, 2> items_{};
  std::atomic<std::size_t> head_ = 0;
  std::atomic<std::size_t> tail_ = 0;
};

template <std::memory_order publish>
void through_a_ring() {
  Ring<publish> ring;
  std::thread producer([&] {
    for (int i = 1; i <= 3; ++i) {
      while (!ring.push(i)) std::this_thread::yield();
    }
  });
  for (int next = 1; next <= 3;) {
    if (const std::optional<int> item = ring.pop()) {
      check(*item == next++);
    } else {
      std::this_thread::yield();
    }
  }
  producer.join();
}

const Program ring("queue: a ring of atomics", Outcome::pass,
                   [] { through_a_ring<std::memory_order_release>(); });
const Program relaxed_ring("queue: a ring that publishes too weakly",
                           Outcome::data_race,
                           [] { through_a_ring<std::memory_order_relaxed>(); });

const Program null_pointer("crash: a null pointer in one order only",
                           Outcome::crash, [] {
                             int value = 0;
                             std::atomic<int*> pointer = nullptr;
                             std::thread a([&] { pointer = &value; });
                             *pointer.load() = 1;
                             a.join();
                           });

const Program aborts("crash: abort in one order only", Outcome::crash, [] {
  std::atomic<bool> set = false;
  std::thread a([&] { set = true; });
  if (set) std::abort();
  a.join();
});

const Program exits("crash: exit in one order only", Outcome::crash, [] {
  std::atomic<bool> set = false;
  std::thread a([&] { set = true; });
  if (set) std::exit(0);
  a.join();
});

const Program twice_deleted("crash: deleted twice", Outcome::crash, [] {
  std::mutex mutex;
  int* value = new int(1);
  const auto drop = [&] {
    const std::lock_guard lock(mutex);
    delete value;
  };
  std::thread a(drop);
  drop();
  a.join();
});

const Program used_after_free("crash: used after it was freed, in order",
                              Outcome::crash, [] {
                                std::mutex mutex;
                                int* value = new int(1);
                                std::thread a([&] {
                                  const std::lock_guard lock(mutex);
                                  delete value;
                                });
                                {
                                  const std::lock_guard lock(mutex);
                                  *value = 2;
                                }
                                a.join();
                              });

const Program runs_on("loop: one that touches nothing", Outcome::livelock, [] {
  std::atomic<bool> set = false;
  std::thread a([&] { set = true; });
  while (set) asm volatile("");
  for (;;) asm volatile("");
});

const Program reads_on("loop: one that reads what nobody changes",
                       Outcome::livelock, [] {
                         bool set = false;
                         std::thread a([&] {
                           while (!set) asm volatile("");
                         });
                         a.join();
                       });

}  // namespace
}  // namespace workbook::programs
