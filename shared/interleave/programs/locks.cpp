// Mutexes that wait for each other, or not.

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

using namespace std::chrono_literals;

const Program opposite_order("locks: two in opposite order", Outcome::deadlock,
                             [] {
                               std::mutex a;
                               std::mutex b;
                               std::thread other([&] {
                                 const std::lock_guard first(b);
                                 const std::lock_guard second(a);
                               });
                               {
                                 const std::lock_guard first(a);
                                 const std::lock_guard second(b);
                               }
                               other.join();
                             });

const Program same_order("locks: two in the same order", Outcome::pass, [] {
  std::mutex a;
  std::mutex b;
  const auto work = [&] {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
  };
  std::thread x(work);
  std::thread y(work);
  work();
  x.join();
  y.join();
});

const Program scoped_lock("locks: two in any order, with scoped_lock",
                          Outcome::pass, [] {
                            std::mutex a;
                            std::mutex b;
                            std::thread other(
                                [&] { const std::scoped_lock both(b, a); });
                            { const std::scoped_lock both(a, b); }
                            other.join();
                          });

const Program three_way("locks: three threads in a circle", Outcome::deadlock,
                        [] {
                          std::array<std::mutex, 3> mutexes;
                          std::vector<std::thread> threads;
                          for (std::size_t i = 0; i < 3; ++i) {
                            threads.emplace_back([&, i] {
                              const std::lock_guard first(mutexes[i]);
                              const std::lock_guard second(
                                  mutexes[(i + 1) % 3]);
                            });
                          }
                          for (std::thread& thread : threads) thread.join();
                        });

const Program gated("locks: opposite order behind a third lock", Outcome::pass,
                    [] {
                      std::mutex gate;
                      std::mutex a;
                      std::mutex b;
                      std::thread other([&] {
                        const std::lock_guard enter(gate);
                        const std::lock_guard first(b);
                        const std::lock_guard second(a);
                      });
                      {
                        const std::lock_guard enter(gate);
                        const std::lock_guard first(a);
                        const std::lock_guard second(b);
                      }
                      other.join();
                    });

const Program again("locks: the same one twice", Outcome::deadlock, [] {
  std::mutex mutex;
  const std::lock_guard outer(mutex);
  const std::lock_guard inner(mutex);
});

const Program recursive("locks: the same recursive one twice", Outcome::pass,
                        [] {
                          int count = 0;
                          std::recursive_mutex mutex;
                          const auto add = [&] {
                            const std::lock_guard outer(mutex);
                            const std::lock_guard inner(mutex);
                            ++count;
                          };
                          std::thread other(add);
                          add();
                          other.join();
                          check(count == 2);
                        });

const Program never_released("locks: a thread ends and keeps it",
                             Outcome::deadlock, [] {
                               std::mutex mutex;
                               std::thread other([&] { mutex.lock(); });
                               other.join();
                               const std::lock_guard lock(mutex);
                             });

const Program join_under_lock(
    "locks: held while joining a thread that needs it", Outcome::deadlock, [] {
      std::mutex mutex;
      std::unique_lock lock(mutex);
      std::thread other([&] { const std::lock_guard inner(mutex); });
      other.join();
    });

const Program unlock_not_held(
    "locks: unlocked by a thread that does not hold it", Outcome::crash, [] {
      std::mutex mutex;
      mutex.lock();
      std::thread other([&] { mutex.unlock(); });
      other.join();
    });

const Program try_then_back_off("locks: opposite order, trying and backing off",
                                Outcome::pass, [] {
                                  std::mutex a;
                                  std::mutex b;
                                  const auto both = [](std::mutex& first,
                                                       std::mutex& second) {
                                    for (;;) {
                                      {
                                        const std::lock_guard lock(first);
                                        if (second.try_lock()) {
                                          second.unlock();
                                          return;
                                        }
                                      }
                                      std::this_thread::yield();
                                    }
                                  };
                                  std::thread other([&] { both(b, a); });
                                  both(a, b);
                                  other.join();
                                });

const Program gives_way_too_early(
    "locks: opposite order, giving way before backing off", Outcome::livelock,
    [] {
      std::mutex a;
      std::mutex b;
      const auto both = [](std::mutex& first, std::mutex& second) {
        for (;;) {
          const std::lock_guard lock(first);
          if (second.try_lock()) {
            second.unlock();
            return;
          }
          std::this_thread::yield();  // the other thread gets its turn, but not
                                      // the lock
        }
      };
      std::thread other([&] { both(b, a); });
      both(a, b);
      other.join();
    },
    {.steps = 2'000});

const Program try_lock_is_not_a_lock(
    "locks: a failed try_lock that is not looked at", Outcome::data_race, [] {
      int count = 0;
      std::mutex mutex;
      const auto add = [&] {
        const std::unique_lock lock(mutex, std::try_to_lock);
        ++count;
      };
      std::thread other(add);
      add();
      other.join();
    });

const Program timed("locks: one that is given up after a while", Outcome::pass,
                    [] {
                      std::timed_mutex a;
                      std::timed_mutex b;
                      const auto both = [](std::timed_mutex& first,
                                           std::timed_mutex& second) {
                        const std::lock_guard lock(first);
                        if (second.try_lock_for(10ms)) second.unlock();
                      };
                      std::thread other([&] { both(b, a); });
                      both(a, b);
                      other.join();
                    });

const Program timed_out("locks: a time-out that is taken for success",
                        Outcome::data_race, [] {
                          int count = 0;
                          std::timed_mutex mutex;
                          const auto add = [&] {
                            const std::unique_lock lock(mutex, 10ms);
                            ++count;
                          };
                          std::thread other(add);
                          add();
                          other.join();
                        });

const Program two_upgrades(
    "locks: two readers that both want to write", Outcome::deadlock, [] {
      std::shared_mutex mutex;
      const auto upgrade = [&] {
        mutex.lock_shared();
        mutex.lock();  // waits until the other reader is gone, and for itself
        mutex.unlock();
        mutex.unlock_shared();
      };
      std::thread other(upgrade);
      upgrade();
      other.join();
    });

const Program readers("locks: readers and a writer", Outcome::pass, [] {
  int a = 0;
  int b = 0;
  std::shared_mutex mutex;
  const auto read = [&] {
    const std::shared_lock lock(mutex);
    check(a == b);
  };
  std::thread x(read);
  std::thread y(read);
  {
    const std::lock_guard lock(mutex);
    ++a;
    ++b;
  }
  x.join();
  y.join();
});

const Program writes_as_reader("locks: a writer that locks as a reader",
                               Outcome::data_race, [] {
                                 int value = 0;
                                 std::shared_mutex mutex;
                                 const auto write = [&] {
                                   const std::shared_lock lock(mutex);
                                   ++value;
                                 };
                                 std::thread other(write);
                                 write();
                                 other.join();
                               });

const Program naive_philosophers(
    "philosophers: the left fork first", Outcome::deadlock, [] {
      std::array<std::mutex, 3> forks;
      std::vector<std::thread> philosophers;
      for (std::size_t i = 0; i < forks.size(); ++i) {
        philosophers.emplace_back([&, i] {
          const std::lock_guard left(forks[i]);
          const std::lock_guard right(forks[(i + 1) % forks.size()]);
        });
      }
      for (std::thread& philosopher : philosophers) philosopher.join();
    });

const Program ordered_philosophers(
    "philosophers: the lower fork first", Outcome::pass, [] {
      std::array<std::mutex, 3> forks;
      std::vector<std::thread> philosophers;
      for (std::size_t i = 0; i < forks.size(); ++i) {
        philosophers.emplace_back([&, i] {
          const std::size_t next = (i + 1) % forks.size();
          const std::lock_guard first(forks[std::min(i, next)]);
          const std::lock_guard second(forks[std::max(i, next)]);
        });
      }
      for (std::thread& philosopher : philosophers) philosopher.join();
    });

const Program ended_owner_and_waiter(
    "locks: kept by a thread that has ended, while another waits for a signal",
    Outcome::deadlock, [] {
      std::mutex mutex;
      std::mutex signal_mutex;
      std::condition_variable signal;
      std::thread owner([&] { mutex.lock(); });
      std::thread waiter([&] {
        std::unique_lock lock(signal_mutex);
        signal.wait(lock);
      });
      owner.join();
      mutex.lock();
      signal.notify_one();
      waiter.join();
    });

}  // namespace
}  // namespace workbook::programs
