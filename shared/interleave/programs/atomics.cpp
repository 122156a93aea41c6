// What atomics do: messages, waiting, widths, order.

#include <atomic>
#include <cstdint>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

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

struct Two {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
};

const Program sixteen_bytes("atomic: 16 bytes at once", Outcome::pass, [] {
  std::atomic<Two> both = Two{};
  std::thread other([&] {
    Two seen = both.load();
    while (!both.compare_exchange_weak(seen, {seen.a + 1, seen.b + 1})) {
    }
  });
  const Two seen = both.load();
  check(seen.a == seen.b);
  Two expected = seen;
  both.compare_exchange_strong(expected, {seen.a + 1, seen.b + 1});
  other.join();
  check(both.load().a == both.load().b);
});

const Program sixteen_bytes_lost("atomic: 16 bytes, loaded and stored",
                                 Outcome::assertion, [] {
                                   std::atomic<Two> both = Two{};
                                   const auto add = [&] {
                                     const Two seen = both.load();
                                     both.store({seen.a + 1, seen.b + 1});
                                   };
                                   std::thread other(add);
                                   add();
                                   other.join();
                                   check(both.load().a == 2);
                                 });

struct Three {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint64_t c = 0;
};

const Program any_size("atomic: 24 bytes at once", Outcome::pass, [] {
  std::atomic<Three> all = Three{};
  std::thread other([&] { all.store({1, 1, 1}); });
  const Three seen = all.load();
  check(seen.a == seen.b && seen.b == seen.c);
  const Three before = all.exchange({2, 2, 2});
  check(before.a == before.c);
  other.join();
});

const Program notify_one_of_two("atomic: notify_one where two threads wait",
                                Outcome::lost_wakeup, [] {
                                  std::atomic<int> stage = 0;
                                  const auto wait = [&] { stage.wait(0); };
                                  std::thread a(wait);
                                  std::thread b(wait);
                                  stage = 1;
                                  stage.notify_one();
                                  a.join();
                                  b.join();
                                });

const Program notified_too_early("atomic: notified before the store",
                                 Outcome::lost_wakeup, [] {
                                   std::atomic<int> stage = 0;
                                   std::thread other([&] { stage.wait(0); });
                                   stage.notify_all();
                                   stage = 1;
                                   other.join();
                                 });

const Program changed_back("atomic: the value changes, and changes back",
                           Outcome::lost_wakeup, [] {
                             std::atomic<int> stage = 0;
                             std::thread other([&] { stage.wait(0); });
                             stage = 1;
                             stage.notify_all();
                             stage = 0;
                             other.join();
                           });

#ifndef __clang__  // which announces a weak exchange as a strong one
const Program weak_once("atomic: a weak exchange that is tried once",
                        Outcome::assertion,
                        [] {
                          std::atomic<int> value = 0;
                          int expected = 0;
                          check(value.compare_exchange_weak(expected, 1));
                        },
                        {.weak_failures = true});
#endif

const Program weak_again("atomic: a weak exchange that is tried again",
                         Outcome::pass,
                         [] {
                           std::atomic<int> count = 0;
                           const auto add = [&] {
                             int seen = count.load();
                             while (
                                 !count.compare_exchange_weak(seen, seen + 1)) {
                             }
                           };
                           std::thread other(add);
                           add();
                           other.join();
                           check(count == 2);
                         },
                         {.weak_failures = true});

// Boehm, "Can seqlocks get along with programming language memory models?",
// 2012.
template <typename Value>
void sequence_lock() {
  std::atomic<unsigned> sequence = 0;
  Value a = 0;
  Value b = 0;
  std::thread writer([&] {
    ++sequence;
    a = 1;
    b = 1;
    ++sequence;
  });
  for (int attempt = 0; attempt < 2; ++attempt) {
    const unsigned before = sequence;
    if (before % 2 != 0) continue;
    const int seen_a = a;
    const int seen_b = b;
    if (sequence == before) check(seen_a == seen_b);
  }
  writer.join();
}

const Program sequence_lock_right("message: a sequence lock", Outcome::pass,
                                  [] { sequence_lock<std::atomic<int>>(); });
const Program sequence_lock_plain("message: a sequence lock over plain values",
                                  Outcome::data_race,
                                  [] { sequence_lock<int>(); });

const Program one_order("order: two readers see two stores in one order",
                        Outcome::pass, [] {
                          std::atomic<int> x = 0;
                          std::atomic<int> y = 0;
                          std::thread a([&] { x = 1; });
                          std::thread b([&] { y = 1; });
                          bool x_first = false;
                          bool y_first = false;
                          std::thread c([&] {
                            const int seen = x;
                            x_first = seen == 1 && y == 0;
                          });
                          {
                            const int seen = y;
                            y_first = seen == 1 && x == 0;
                          }
                          a.join();
                          b.join();
                          c.join();
                          check(!(x_first && y_first));
                        });

}  // namespace
}  // namespace workbook::programs
