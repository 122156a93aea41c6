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

}  // namespace
}  // namespace workbook::programs
