// The lives of threads, and time.

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

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

}  // namespace
}  // namespace workbook::programs
