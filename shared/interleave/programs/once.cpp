// What is done once.

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

const Program right_call_once("once: call_once", Outcome::pass, [] {
  std::once_flag once;
  int made = 0;
  const auto use = [&] {
    std::call_once(once, [&] { ++made; });
    check(made == 1);
  };
  std::thread a(use);
  use();
  a.join();
});

const Program call_once_throws("once: the first attempt throws", Outcome::pass,
                               [] {
                                 std::once_flag once;
                                 int attempts = 0;
                                 const auto use = [&] {
                                   try {
                                     std::call_once(once, [&] {
                                       if (++attempts == 1)
                                         throw std::runtime_error("not yet");
                                     });
                                   } catch (const std::runtime_error&) {
                                   }
                                 };
                                 std::thread a(use);
                                 use();
                                 use();
                                 a.join();
                                 check(attempts == 2);
                               });

int made_statics = 0;

const Program static_local("once: a static local variable", Outcome::pass, [] {
  const auto use = [] {
    static const int value = ++made_statics;
    return value;
  };
  std::thread a([&] { check(use() == 1); });
  check(use() == 1);
  a.join();
  check(made_statics == 1);
});

struct Settings {
  int value = 42;
};

const Program double_checked_plain("once: double-checked, with a plain pointer",
                                   Outcome::data_race, [] {
                                     Settings* settings = nullptr;
                                     std::mutex mutex;
                                     const auto get = [&] {
                                       if (settings == nullptr) {
                                         const std::lock_guard lock(mutex);
                                         if (settings == nullptr)
                                           settings = new Settings;
                                       }
                                       return settings->value;
                                     };
                                     std::thread a(get);
                                     check(get() == 42);
                                     a.join();
                                     delete settings;
                                   });

const Program double_checked(
    "once: double-checked, with an atomic pointer", Outcome::pass, [] {
      std::atomic<Settings*> settings = nullptr;
      std::mutex mutex;
      int made = 0;
      const auto get = [&] {
        Settings* seen = settings.load(std::memory_order_acquire);
        if (seen == nullptr) {
          const std::lock_guard lock(mutex);
          seen = settings.load(std::memory_order_relaxed);
          if (seen == nullptr) {
            ++made;
            seen = new Settings;
            settings.store(seen, std::memory_order_release);
          }
        }
        return seen->value;
      };
      std::thread a(get);
      check(get() == 42);
      a.join();
      check(made == 1);
      delete settings.load();
    });

const Program checked_once("once: checked, but not again under the lock",
                           Outcome::assertion, [] {
                             std::atomic<bool> made = false;
                             std::atomic<int> times = 0;
                             std::mutex mutex;
                             const auto make = [&] {
                               if (made) return;
                               const std::lock_guard lock(mutex);
                               ++times;
                               made = true;
                             };
                             std::thread a(make);
                             make();
                             a.join();
                             check(times == 1);
                           });

const Program once_in_itself("once: within itself", Outcome::deadlock, [] {
  static std::once_flag once;
  std::call_once(once, [] { std::call_once(once, [] {}); });
});

}  // namespace
}  // namespace workbook::programs
