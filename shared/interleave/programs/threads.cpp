// The lives of threads, and time.

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

using namespace std::chrono_literals;

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

struct Counted {
  explicit Counted(int& ended) : ended_(ended) {}
  ~Counted() { ++ended_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  int& ended_;
};

const Program exits_early("thread: pthread_exit unwinds its stack",
                          Outcome::pass, [] {
                            int ended = 0;
                            std::thread a([&] {
                              const Counted outer(ended);
                              const auto inner = [&] {
                                const Counted local(ended);
                                ::pthread_exit(nullptr);
                              };
                              inner();
                              check(false, "went on after pthread_exit");
                            });
                            a.join();
                            check(ended == 2);
                          });

const Program swallows_exit("thread: pthread_exit is caught", Outcome::crash,
                            [] {
                              std::thread a([] {
                                try {
                                  ::pthread_exit(nullptr);
                                } catch (...) {
                                }
                              });
                              a.join();
                            });

const Program local_objects(
    "thread: its thread_local objects end before it does", Outcome::pass, [] {
      static int ended = 0;
      struct Local {
        ~Local() { ++ended; }
      };
      const auto use = [] {
        static thread_local Local local;
        static_cast<void>(&local);
      };
      std::thread a(use);
      a.join();
      check(ended == 1);
    });

const Program at_thread_exit(
    "thread: notifies when its thread_local objects are gone", Outcome::pass,
    [] {
      static bool gone = false;
      struct Local {
        ~Local() { gone = true; }
      };
      bool is_done = false;
      std::mutex mutex;
      std::condition_variable done;
      std::thread a([&] {
        static thread_local Local local;
        static_cast<void>(&local);
        std::unique_lock lock(mutex);
        is_done = true;
        std::notify_all_at_thread_exit(done, std::move(lock));
      });
      {
        std::unique_lock lock(mutex);
        done.wait(lock, [&] { return is_done; });
        check(gone);
      }
      a.join();
    });

const Program family("thread: threads that start threads", Outcome::pass, [] {
  std::atomic<int> count = 0;
  const auto parent = [&] {
    std::thread child([&] { ++count; });
    ++count;
    child.join();
  };
  std::thread a(parent);
  std::thread b(parent);
  a.join();
  b.join();
  check(count == 4);
});

}  // namespace
}  // namespace workbook::programs
