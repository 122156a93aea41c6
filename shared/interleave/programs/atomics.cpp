// Algorithms that use nothing but atomics.

#include <array>
#include <atomic>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

// Peterson, "Myths about the mutual exclusion problem", 1981.
const Program peterson(
    "mutual exclusion: Peterson's algorithm", Outcome::pass, [] {
      std::array<std::atomic<bool>, 2> wants = {false, false};
      std::atomic<std::size_t> turn = 0;
      int count = 0;
      const auto enter = [&](std::size_t me) {
        const std::size_t other = 1 - me;
        wants[me] = true;
        turn = other;
        while (wants[other] && turn == other) {
        }
        ++count;
        wants[me] = false;
      };
      std::thread a(enter, 0);
      std::thread b(enter, 1);
      a.join();
      b.join();
      check(count == 2);
    });

const Program peterson_swapped(
    "mutual exclusion: Peterson's algorithm, turn given first",
    Outcome::data_race, [] {
      std::array<std::atomic<bool>, 2> wants = {false, false};
      std::atomic<std::size_t> turn = 0;
      int count = 0;
      const auto enter = [&](std::size_t me) {
        const std::size_t other = 1 - me;
        turn = other;
        wants[me] = true;
        while (wants[other] && turn == other) {
        }
        ++count;
        wants[me] = false;
      };
      std::thread a(enter, 0);
      std::thread b(enter, 1);
      a.join();
      b.join();
    });

const Program after_you(
    "mutual exclusion: each waits for the other to go", Outcome::livelock,
    [] {
      std::array<std::atomic<bool>, 2> wants = {false, false};
      const auto enter = [&](std::size_t me) {
        wants[me] = true;
        while (wants[1 - me]) {
        }
        wants[me] = false;
      };
      std::thread a(enter, 0);
      std::thread b(enter, 1);
      a.join();
      b.join();
    },
    {.steps = 2'000});

class SpinLock {
 public:
  void lock() {
    while (taken_.exchange(true, std::memory_order_acquire)) {
    }
  }
  void unlock() { taken_.store(false, std::memory_order_release); }

 private:
  std::atomic<bool> taken_ = false;
};

class BrokenSpinLock {
 public:
  void lock() {
    while (taken_.load()) {
    }
    taken_.store(true);
  }
  void unlock() { taken_.store(false); }

 private:
  std::atomic<bool> taken_ = false;
};

class RelaxedSpinLock {
 public:
  void lock() {
    while (taken_.exchange(true, std::memory_order_relaxed)) {
    }
  }
  void unlock() { taken_.store(false, std::memory_order_relaxed); }

 private:
  std::atomic<bool> taken_ = false;
};

class TicketLock {
 public:
  void lock() {
    const int ticket = next_++;
    while (serving_ != ticket) std::this_thread::yield();
  }
  void unlock() { ++serving_; }

 private:
  std::atomic<int> next_ = 0;
  std::atomic<int> serving_ = 0;
};

class FlagLock {
 public:
  void lock() {
    while (flag_.test_and_set(std::memory_order_acquire)) flag_.wait(true);
  }
  void unlock() {
    flag_.clear(std::memory_order_release);
    flag_.notify_one();
  }

 private:
  std::atomic_flag flag_;
};

template <typename Lock>
void count_under() {
  Lock lock;
  int count = 0;
  const auto add = [&] {
    lock.lock();
    ++count;
    lock.unlock();
  };
  std::thread a(add);
  std::thread b(add);
  add();
  a.join();
  b.join();
  check(count == 3);
}

const Program spin_lock("spin lock: exchange", Outcome::pass,
                        [] { count_under<SpinLock>(); });
const Program broken_spin_lock("spin lock: load, then store",
                               Outcome::data_race,
                               [] { count_under<BrokenSpinLock>(); });
const Program relaxed_spin_lock("spin lock: exchange, relaxed",
                                Outcome::data_race,
                                [] { count_under<RelaxedSpinLock>(); });
const Program ticket_lock("spin lock: tickets", Outcome::pass,
                          [] { count_under<TicketLock>(); });
const Program flag_lock("spin lock: atomic_flag, wait and notify_one",
                        Outcome::pass, [] { count_under<FlagLock>(); });

template <std::memory_order store_order, std::memory_order load_order>
void pass_message() {
  int message = 0;
  std::atomic<bool> sent = false;
  std::thread sender([&] {
    message = 42;
    sent.store(true, store_order);
  });
  if (sent.load(load_order)) check(message == 42);
  sender.join();
}

const Program release_acquire(
    "message: release and acquire", Outcome::pass, [] {
      pass_message<std::memory_order_release, std::memory_order_acquire>();
    });
const Program relaxed_store("message: relaxed store", Outcome::data_race, [] {
  pass_message<std::memory_order_relaxed, std::memory_order_acquire>();
});
const Program relaxed_load("message: relaxed load", Outcome::data_race, [] {
  pass_message<std::memory_order_release, std::memory_order_relaxed>();
});

const Program fences("message: fences", Outcome::pass, [] {
  int message = 0;
  std::atomic<bool> sent = false;
  std::thread sender([&] {
    message = 42;
    std::atomic_thread_fence(std::memory_order_release);
    sent.store(true, std::memory_order_relaxed);
  });
  if (sent.load(std::memory_order_relaxed)) {
    std::atomic_thread_fence(std::memory_order_acquire);
    check(message == 42);
  }
  sender.join();
});

const Program one_fence("message: a fence on one side only", Outcome::data_race,
                        [] {
                          int message = 0;
                          std::atomic<bool> sent = false;
                          std::thread sender([&] {
                            message = 42;
                            std::atomic_thread_fence(std::memory_order_release);
                            sent.store(true, std::memory_order_relaxed);
                          });
                          if (sent.load(std::memory_order_relaxed))
                            check(message == 42);
                          sender.join();
                        });

const Program release_sequence("message: through another thread's increment",
                               Outcome::pass, [] {
                                 int message = 0;
                                 std::atomic<int> stage = 0;
                                 std::thread sender([&] {
                                   message = 42;
                                   stage.store(1, std::memory_order_release);
                                 });
                                 std::thread between([&] {
                                   int one = 1;
                                   stage.compare_exchange_strong(
                                       one, 2, std::memory_order_relaxed);
                                 });
                                 if (stage.load(std::memory_order_acquire) == 2)
                                   check(message == 42);
                                 sender.join();
                                 between.join();
                               });

const Program wait_notify("atomic: wait and notify", Outcome::pass, [] {
  std::atomic<int> stage = 0;
  std::thread other([&] {
    stage.wait(0);
    check(stage == 1);
  });
  stage = 1;
  stage.notify_one();
  other.join();
});

const Program wait_no_notify("atomic: a store that is not notified",
                             Outcome::lost_wakeup, [] {
                               std::atomic<int> stage = 0;
                               std::thread other([&] { stage.wait(0); });
                               stage = 1;
                               other.join();
                             });

const Program wait_small("atomic: wait on a bool, which is no futex by itself",
                         Outcome::pass, [] {
                           std::atomic<bool> done = false;
                           std::thread other([&] { done.wait(false); });
                           done = true;
                           done.notify_all();
                           other.join();
                         });

template <typename Integer>
void all_operations() {
  std::atomic<Integer> value = 0;
  const auto work = [&] {
    value += 4;
    value -= 1;
    value |= 8;
    value ^= 8;
    value &= 7;
  };
  std::thread other(work);
  other.join();
  work();
  check(value == 6, "value after 0 +4 -1 |8 ^8 &7, twice");
  check(value.exchange(9) == 6);
  Integer expected = 1;
  check(!value.compare_exchange_strong(expected, 2));
  check(expected == 9);
  check(value.compare_exchange_strong(expected, 2));
  check(value.load() == 2);
}

const Program widths("atomic: all widths and operations", Outcome::pass, [] {
  all_operations<std::uint8_t>();
  all_operations<std::uint16_t>();
  all_operations<std::uint32_t>();
  all_operations<std::uint64_t>();
});

// Nodes come from a pool and are never given back to the system.
struct Node {
  int value = 0;
  std::atomic<int> next = -1;
};

// Treiber, "Systems programming: coping with parallelism", 1986, without its
// guard against reuse.
class Stack {
 public:
  void push(int node) {
    int top = top_.load();
    do {
      nodes_[static_cast<std::size_t>(node)].next = top;
    } while (!top_.compare_exchange_weak(top, node));
  }
  int pop() {
    int top = top_.load();
    while (top != -1 && !top_.compare_exchange_weak(
                            top, nodes_[static_cast<std::size_t>(top)].next)) {
    }
    return top;
  }

 private:
  std::array<Node, 3> nodes_;
  std::atomic<int> top_ = -1;
};

const Program aba("stack: a node comes back (ABA)", Outcome::assertion, [] {
  Stack stack;
  for (const int node : {2, 1, 0}) stack.push(node);
  std::array<std::atomic<int>, 3> owners = {0, 0, 0};
  const auto own = [&](int node) {
    check(owners[static_cast<std::size_t>(node)]++ == 0,
          "a node was popped twice");
  };
  std::thread other([&] {
    const int first = stack.pop();
    const int second = stack.pop();
    if (second != -1) own(second);
    if (first != -1) stack.push(first);
  });
  const int mine = stack.pop();
  if (mine != -1) own(mine);
  const int next = stack.pop();
  if (next != -1) own(next);
  other.join();
});

class CountedStack {
 public:
  void push(int node) {
    std::uint64_t top = top_.load();
    do {
      nodes_[static_cast<std::size_t>(node)].next = index(top);
    } while (!top_.compare_exchange_weak(top, pack(top, node)));
  }
  int pop() {
    std::uint64_t top = top_.load();
    while (index(top) != -1 &&
           !top_.compare_exchange_weak(
               top,
               pack(top, nodes_[static_cast<std::size_t>(index(top))].next))) {
    }
    return index(top);
  }

 private:
  static int index(std::uint64_t top) {
    return static_cast<int>(top & 0xFFFF) - 1;
  }
  // Each change has a number of its own, so that a top that comes back is
  // another top.
  static std::uint64_t pack(std::uint64_t before, int index) {
    return ((before >> 16) + 1) << 16 | static_cast<std::uint64_t>(index + 1);
  }
  std::array<Node, 3> nodes_;
  std::atomic<std::uint64_t> top_ = 0;
};

const Program no_aba("stack: each change is counted", Outcome::pass, [] {
  CountedStack stack;
  for (const int node : {2, 1, 0}) stack.push(node);
  std::array<std::atomic<int>, 3> owners = {0, 0, 0};
  const auto own = [&](int node) {
    check(owners[static_cast<std::size_t>(node)]++ == 0,
          "a node was popped twice");
  };
  std::thread other([&] {
    const int first = stack.pop();
    const int second = stack.pop();
    if (second != -1) own(second);
    if (first != -1) stack.push(first);
  });
  const int mine = stack.pop();
  if (mine != -1) own(mine);
  other.join();
});

const Program use_after_delete(
    "stack: a node is deleted while another thread reads it",
    Outcome::data_race, [] {
      struct Item {
        int value = 0;
        Item* next = nullptr;
      };
      std::atomic<Item*> top = new Item{1, nullptr};
      const auto pop = [&] {
        Item* item = top.load();
        while (item != nullptr &&
               !top.compare_exchange_weak(item, item->next)) {
        }
        delete item;
      };
      std::thread other(pop);
      pop();
      other.join();
    });

// Dekker's flags: sequentially consistent atomics never let both threads see
// false.
const Program store_buffering("order: both store, then both load",
                              Outcome::pass, [] {
                                std::atomic<bool> x = false;
                                std::atomic<bool> y = false;
                                bool saw_x = false;
                                bool saw_y = false;
                                std::thread a([&] {
                                  x = true;
                                  saw_y = y;
                                });
                                std::thread b([&] {
                                  y = true;
                                  saw_x = x;
                                });
                                a.join();
                                b.join();
                                check(saw_x || saw_y);
                              });

}  // namespace
}  // namespace workbook::programs
