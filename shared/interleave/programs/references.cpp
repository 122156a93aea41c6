// Objects that several threads share, and who deletes them.

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

struct Counted {
  int value = 42;
  std::atomic<int> count = 2;
};

template <std::memory_order order>
void release_both() {
  auto* counted = new Counted;
  const auto read = [counted] {
    check(counted->value == 42);
    if (counted->count.fetch_sub(1, order) == 1) delete counted;
  };
  std::thread a(read);
  read();
  a.join();
}

const Program right("reference count: the last one deletes", Outcome::pass,
                    [] { release_both<std::memory_order_acq_rel>(); });
const Program relaxed("reference count: given up with relaxed order",
                      Outcome::data_race,
                      [] { release_both<std::memory_order_relaxed>(); });

const Program read_again("reference count: read again after it was given up",
                         Outcome::crash, [] {
                           std::atomic<int> count = 2;
                           auto* value = new int(42);
                           const auto release = [&] {
                             --count;
                             if (count == 0) delete value;
                           };
                           std::thread a(release);
                           release();
                           a.join();
                         });

const Program from_zero("reference count: raised after the last was given up",
                        Outcome::data_race, [] {
                          auto* counted = new Counted;
                          counted->count = 1;
                          std::atomic<Counted*> shared = counted;
                          std::thread a([&] {
                            Counted* mine = shared.load();
                            ++mine->count;
                            if (--mine->count == 0) delete mine;
                          });
                          if (--counted->count == 0) delete counted;
                          a.join();
                        });

const Program shared_pointers("reference count: shared_ptr", Outcome::pass, [] {
  auto value = std::make_shared<int>(42);
  std::weak_ptr<int> weak = value;
  std::thread a([weak] {
    if (const std::shared_ptr<int> mine = weak.lock()) check(*mine == 42);
  });
  value.reset();
  a.join();
  check(weak.expired());
});

const Program pointer_raced("reference count: a shared_ptr that is assigned",
                            Outcome::data_race, [] {
                              auto value = std::make_shared<int>(1);
                              std::thread a(
                                  [&] { value = std::make_shared<int>(2); });
                              const std::shared_ptr<int> mine = value;
                              a.join();
                            });

const Program pointer_atomic(
    "reference count: a shared_ptr that is assigned under a lock",
    Outcome::pass, [] {
      std::mutex mutex;
      auto value = std::make_shared<int>(1);
      std::thread a([&] {
        auto next = std::make_shared<int>(2);
        const std::lock_guard lock(mutex);
        value.swap(next);
      });
      std::shared_ptr<int> mine;
      {
        const std::lock_guard lock(mutex);
        mine = value;
      }
      check(*mine == 1 || *mine == 2);
      a.join();
    });

}  // namespace
}  // namespace workbook::programs
