// Mutual exclusion with nothing but atomics.

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

// Dekker's, as told by Dijkstra, "Cooperating sequential processes", 1965.
const Program dekker("mutual exclusion: Dekker's algorithm", Outcome::pass, [] {
  std::array<std::atomic<bool>, 2> wants = {false, false};
  std::atomic<std::size_t> turn = 0;
  int count = 0;
  const auto enter = [&](std::size_t me) {
    const std::size_t other = 1 - me;
    wants[me] = true;
    while (wants[other]) {
      if (turn == me) continue;
      wants[me] = false;
      while (turn != me) {
      }
      wants[me] = true;
    }
    ++count;
    turn = other;
    wants[me] = false;
  };
  std::thread a(enter, 0);
  std::thread b(enter, 1);
  a.join();
  b.join();
  check(count == 2);
});

// Lamport, "A new solution of Dijkstra's concurrent programming problem", 1974.
const Program bakery("mutual exclusion: Lamport's bakery", Outcome::pass, [] {
  std::array<std::atomic<bool>, 2> choosing = {false, false};
  std::array<std::atomic<int>, 2> number = {0, 0};
  int count = 0;
  const auto enter = [&](std::size_t me) {
    const std::size_t other = 1 - me;
    choosing[me] = true;
    const int mine = number[other] + 1;
    number[me] = mine;
    choosing[me] = false;
    while (choosing[other]) {
    }
    for (;;) {
      const int others = number[other];
      if (others == 0 || mine < others || (mine == others && me < other)) break;
    }
    ++count;
    number[me] = 0;
  };
  std::thread a(enter, 0);
  std::thread b(enter, 1);
  a.join();
  b.join();
  check(count == 2);
});

const Program bakery_no_choosing(
    "mutual exclusion: Lamport's bakery without a door", Outcome::data_race,
    [] {
      std::array<std::atomic<int>, 2> number = {0, 0};
      int count = 0;
      const auto enter = [&](std::size_t me) {
        const std::size_t other = 1 - me;
        const int mine = number[other] + 1;
        number[me] = mine;
        for (;;) {
          const int others = number[other];
          if (others == 0 || mine < others || (mine == others && me < other))
            break;
        }
        ++count;
        number[me] = 0;
      };
      std::thread a(enter, 0);
      std::thread b(enter, 1);
      a.join();
      b.join();
    });

const Program counts_rounds("spin lock: a loop that counts five rounds",
                            Outcome::assertion, [] {
                              std::atomic<bool> is_set = false;
                              std::thread a([&] { is_set = true; });
                              int rounds = 0;
                              while (!is_set) ++rounds;
                              check(rounds != 5);
                              a.join();
                            });

}  // namespace
}  // namespace workbook::programs
