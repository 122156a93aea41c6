// Several threads count.

#include <atomic>
#include <mutex>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

constexpr ExploreOptions play_out_races{.races = ExploreOptions::Races::ignore};

const Program plain_int("counter: a plain int", Outcome::data_race, [] {
  int count = 0;
  std::thread other([&] { count += 1; });
  count += 1;
  other.join();
  check(count == 2);
});

const Program lost_update(
    "counter: a plain int, races played out", Outcome::assertion,
    [] {
      int count = 0;
      std::thread other([&] { count += 1; });
      count += 1;
      other.join();
      check(count == 2);
    },
    play_out_races);

const Program three_lost(
    "counter: a plain int that three threads can leave at one",
    Outcome::assertion,
    [] {
      int count = 0;
      const auto add_two = [&] {
        count += 1;
        count += 1;
      };
      std::thread a(add_two);
      std::thread b(add_two);
      a.join();
      b.join();
      check(count != 2);  // even half of the updates can get lost
    },
    play_out_races);

const Program load_and_store("counter: atomic, but loaded and stored",
                             Outcome::assertion, [] {
                               std::atomic<int> count = 0;
                               const auto add = [&] {
                                 count.store(count.load() + 1);
                               };
                               std::thread a(add);
                               std::thread b(add);
                               a.join();
                               b.join();
                               check(count == 2);
                             });

const Program fetch_add("counter: atomic increment", Outcome::pass, [] {
  std::atomic<int> count = 0;
  const auto add = [&] {
    for (int i = 0; i < 3; ++i) ++count;
  };
  std::thread a(add);
  std::thread b(add);
  std::thread c(add);
  a.join();
  b.join();
  c.join();
  check(count == 9);
});

const Program compare_exchange("counter: compare and exchange", Outcome::pass,
                               [] {
                                 std::atomic<int> count = 0;
                                 const auto add = [&] {
                                   int seen = count.load();
                                   while (!count.compare_exchange_weak(
                                       seen, seen + 1)) {
                                   }
                                 };
                                 std::thread a(add);
                                 std::thread b(add);
                                 std::thread c(add);
                                 a.join();
                                 b.join();
                                 c.join();
                                 check(count == 3);
                               });

const Program with_mutex("counter: under a mutex", Outcome::pass, [] {
  int count = 0;
  std::mutex mutex;
  const auto add = [&] {
    for (int i = 0; i < 3; ++i) {
      const std::lock_guard lock(mutex);
      ++count;
    }
  };
  std::thread a(add);
  std::thread b(add);
  std::thread c(add);
  a.join();
  b.join();
  c.join();
  check(count == 9);
});

const Program lock_too_short(
    "counter: the lock is given back between reading and writing",
    Outcome::assertion, [] {
      int count = 0;
      std::mutex mutex;
      const auto add = [&] {
        int seen = 0;
        {
          const std::lock_guard lock(mutex);
          seen = count;
        }
        const std::lock_guard lock(mutex);
        count = seen + 1;
      };
      std::thread a(add);
      std::thread b(add);
      a.join();
      b.join();
      check(count == 2);
    });

const Program unlocked_read("counter: written under a mutex, read without",
                            Outcome::data_race, [] {
                              int count = 0;
                              std::mutex mutex;
                              std::thread other([&] {
                                const std::lock_guard lock(mutex);
                                ++count;
                              });
                              const int seen = count;
                              other.join();
                              check(seen <= count);
                            });

const Program two_mutexes("counter: each thread under a mutex of its own",
                          Outcome::data_race, [] {
                            int count = 0;
                            std::mutex mine;
                            std::mutex yours;
                            std::thread other([&] {
                              const std::lock_guard lock(yours);
                              ++count;
                            });
                            {
                              const std::lock_guard lock(mine);
                              ++count;
                            }
                            other.join();
                          });

const Program per_thread("counter: thread_local", Outcome::pass, [] {
  static thread_local int count = 0;
  std::atomic<int> sum = 0;
  const auto add = [&] {
    for (int i = 0; i < 2; ++i) ++count;
    sum += count;
  };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  check(sum == 4);
  check(count == 0);
});

int global_count = 0;

const Program global_state(
    "counter: global variables start anew in each schedule", Outcome::pass, [] {
      static std::mutex mutex;
      const auto add = [] {
        const std::lock_guard lock(mutex);
        ++global_count;
      };
      std::thread a(add);
      std::thread b(add);
      a.join();
      b.join();
      check(global_count == 2);
    });

}  // namespace
}  // namespace workbook::programs
