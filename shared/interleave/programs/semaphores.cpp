// Semaphores, latches and barriers.

#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <latch>
#include <mutex>
#include <semaphore>
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
                           Outcome::deadlock, [] {
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

const Program latch_count("latch: counts one more than come", Outcome::deadlock,
                          [] {
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
    "barrier: a thread leaves without saying so", Outcome::deadlock, [] {
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

// A buffer of one place for two threads: Dijkstra, "Cooperating sequential
// processes", 1965.
const Program buffer("semaphore: a buffer with free and used places",
                     Outcome::pass,
                     [] {
                       std::counting_semaphore<1> unused(1);
                       std::counting_semaphore<1> used(0);
                       int place = 0;
                       std::thread producer([&] {
                         for (int i = 1; i <= 2; ++i) {
                           unused.acquire();
                           place = i;
                           used.release();
                         }
                       });
                       for (int i = 1; i <= 2; ++i) {
                         used.acquire();
                         check(place == i);
                         unused.release();
                       }
                       producer.join();
                     },
                     {.preemptions = 1});

const Program buffer_in_lock(
    "semaphore: a place is waited for with the lock that frees one",
    Outcome::deadlock, [] {
      std::mutex mutex;
      std::counting_semaphore<1> used(0);
      std::thread consumer([&] {
        const std::lock_guard lock(mutex);
        used.acquire();
      });
      {
        const std::lock_guard lock(mutex);
        used.release();
      }
      consumer.join();
    });

const Program philosophers_with_places(
    "philosophers: one may sit less than there are", Outcome::pass,
    [] {
      std::array<std::mutex, 3> forks;
      std::counting_semaphore<2> seats(2);
      std::vector<std::thread> philosophers;
      for (std::size_t i = 0; i < forks.size(); ++i) {
        philosophers.emplace_back([&, i] {
          seats.acquire();
          {
            const std::lock_guard left(forks[i]);
            const std::lock_guard right(forks[(i + 1) % forks.size()]);
          }
          seats.release();
        });
      }
      for (std::thread& philosopher : philosophers) philosopher.join();
    },
    {.preemptions = 1});

const Program barrier_completion(
    "barrier: one thread does what is done between phases", Outcome::pass,
    [] {
      int sum = 0;
      std::array<int, 2> parts = {0, 0};
      std::barrier barrier(2, [&]() noexcept { sum = parts[0] + parts[1]; });
      const auto work = [&](std::size_t me) {
        parts[me] = static_cast<int>(me) + 1;
        barrier.arrive_and_wait();
        check(sum == 3);
      };
      std::thread a(work, 0);
      work(1);
      a.join();
    },
    {.preemptions = 1});

}  // namespace
}  // namespace workbook::programs
