// Asking a thread to stop.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

const Program missed_stop("stop: asked for between the look and the wait",
                          Outcome::lost_wakeup, [] {
                            std::mutex mutex;
                            std::condition_variable changed;
                            std::jthread waiter(
                                [&](const std::stop_token& stop) {
                                  std::unique_lock lock(mutex);
                                  while (!stop.stop_requested())
                                    changed.wait(lock);
                                });
                            waiter.request_stop();
                            changed.notify_all();
                          });

const Program stop_flag("stop: a flag that is polled", Outcome::pass, [] {
  std::jthread worker([](const std::stop_token& stop) {
    while (!stop.stop_requested()) std::this_thread::yield();
  });
});

const Program plain_flag("stop: a flag that is a plain bool",
                         Outcome::data_race, [] {
                           bool stop = false;
                           std::thread worker([&] {
                             while (!stop) std::this_thread::yield();
                           });
                           stop = true;
                           worker.join();
                         });

const Program nobody_stops("stop: a flag that nobody sets", Outcome::livelock,
                           [] {
                             std::atomic<bool> stop = false;
                             std::thread worker([&] {
                               while (!stop) std::this_thread::yield();
                             });
                             worker.join();
                           },
                           {.steps = 2'000});

}  // namespace
}  // namespace workbook::programs
