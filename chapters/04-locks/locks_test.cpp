#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "04-locks/counters.hpp"
#include "04-locks/sensors.hpp"
#include "04-locks/tally.hpp"
#include "workbook/thread_probe.hpp"

using namespace workbook;

TEST_CASE("with a lock five sensors lose nothing") {
  LockedCounter counter;
  count_readings(counter, 5, 10'000);
  CHECK(counter.value() == 50'000);
}

TEST_CASE("with an atomic five sensors lose nothing") {
  AtomicCounter counter;
  count_readings(counter, 5, 10'000);
  CHECK(counter.value() == 50'000);
}

TEST_CASE("without either five sensors never count too much") {
  SteppedCounter counter;
  count_readings(counter, 5, 10'000);
  CHECK(counter.value() >= 1);
  CHECK(counter.value() <= 50'000);
}

TEST_CASE("with a count for each sensor nothing is lost either") {
  CHECK(count_apart(5, 10'000) == 50'000);
  CHECK(count_apart(1, 0) == 0);
}

TEST_CASE("no sensor counts before all of them have started") {
  struct Rendezvous {
    void add_one() { all_here.arrive_and_wait(); }
    std::barrier<> all_here{5};
  } rendezvous;
  count_readings(rendezvous, 5, 1);  // returns only if all five are there
}

TEST_CASE("try_lock says no at once while another thread has the lock") {
  std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::jthread visitor([&] {
    const std::unique_lock mine(mutex, std::try_to_lock);
    CHECK_FALSE(mine.owns_lock());
  });
  visitor.join();  // and `lock` is still held
}

TEST_CASE("while scoped_lock waits for one mutex it holds none of the others") {
  std::mutex free;
  std::mutex taken;
  std::unique_lock lock(taken);
  const ProbedCall call([&] { const std::scoped_lock both(free, taken); });
  CHECK(call.sleeps());
  CHECK(std::unique_lock(free, std::try_to_lock).owns_lock());
  lock.unlock();
}

TEST_CASE("five readers are inside at once") {
  std::shared_mutex mutex;
  std::barrier all_inside(5);
  std::vector<std::jthread> readers;
  for (int i = 0; i < 5; ++i) {
    readers.emplace_back([&] {
      const std::shared_lock lock(mutex);
      all_inside.arrive_and_wait();
    });
  }
}

TEST_CASE("a writer is inside alone") {
  std::shared_mutex mutex;
  const auto gets_in = [&](auto attempt) {
    return std::async(std::launch::async, attempt).get();
  };
  const auto as_reader = [&] {
    return std::shared_lock(mutex, std::try_to_lock).owns_lock();
  };
  const auto as_writer = [&] {
    return std::unique_lock(mutex, std::try_to_lock).owns_lock();
  };
  {
    const std::lock_guard lock(mutex);
    CHECK_FALSE(gets_in(as_reader));
    CHECK_FALSE(gets_in(as_writer));
  }
  {
    const std::shared_lock lock(mutex);
    CHECK(gets_in(as_reader));
    CHECK_FALSE(gets_in(as_writer));
  }
}

#ifdef __GLIBC__  // the standard leaves it open
TEST_CASE("a reader goes in while a writer waits") {
  std::shared_mutex mutex;
  std::shared_lock first(mutex);
  const ProbedCall writer([&] { const std::lock_guard lock(mutex); });
  CHECK(writer.sleeps());
  CHECK(std::async(std::launch::async, [&] {
          return std::shared_lock(mutex, std::try_to_lock).owns_lock();
        }).get());
  first.unlock();
}
#endif

TEST_CASE("who comes while it is made waits and gets what was made") {
  std::once_flag made;
  int times_made = 0;
  std::atomic<int> served = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 5; ++i) {
    threads.emplace_back([&] {
      std::call_once(made, [&] { ++times_made; });
      if (times_made == 1) ++served;
    });
  }
  threads.clear();
  CHECK(times_made == 1);
  CHECK(served == 5);
}

TEST_CASE("eight threads count in one tally and no word is lost") {
  for (const std::size_t shards : {1, 16}) {
    Tally tally(shards);
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
          for (int word = 0; word < 1'000; ++word)
            tally.count(std::to_string(word % 10));
        });
      }
    }
    for (int word = 0; word < 10; ++word)
      CHECK(tally.of(std::to_string(word)) == 800);
  }
  CHECK_THROWS_AS(Tally(0), std::invalid_argument);
}
