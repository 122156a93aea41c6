#include <doctest/doctest.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "sharded_counter.hpp"

namespace {

// A mutex that keeps a record of all of its kind. For one thread.
class RecordingMutex {
 public:
  void lock() {
    mutex_.lock();
    taken.push_back(this);
    most_held = std::max(most_held, ++held);
  }
  void unlock() {
    --held;
    mutex_.unlock();
  }
  bool try_lock() {
    lock();
    return true;
  }

  static void forget() {
    taken.clear();
    most_held = held = 0;
  }
  static inline std::vector<const RecordingMutex*> taken;
  static inline int held = 0;
  static inline int most_held = 0;

 private:
  std::mutex mutex_;
};

using Counter = ShardedCounter<std::mutex>;
using RecordedCounter = ShardedCounter<RecordingMutex>;

// The lock that add() takes for this slot.
const RecordingMutex* lock_of(RecordedCounter& counter, std::size_t slot) {
  RecordingMutex::forget();
  counter.add(slot, 1);
  CHECK(RecordingMutex::taken.size() == 1);
  CHECK(RecordingMutex::held == 0);
  return RecordingMutex::taken.empty() ? nullptr : RecordingMutex::taken[0];
}

}  // namespace

TEST_CASE("one thread: the value is what was added") {
  CHECK_INTERLEAVINGS([] {
    Counter counter(3);
    CHECK(counter.value() == 0);
    for (std::size_t slot = 0; slot < 10; ++slot) counter.add(slot, 2);
    CHECK(counter.value() == 20);
    counter.add(7, -5);
    CHECK(counter.value() == 15);
    CHECK_THROWS_AS(Counter(0), std::invalid_argument);
  });
}

TEST_CASE("two slots in different shards take different locks") {
  CHECK_INTERLEAVINGS([] {
    RecordedCounter counter(2);
    const RecordingMutex* first = lock_of(counter, 0);
    CHECK(first != nullptr);
    CHECK(lock_of(counter, 1) != first);
    CHECK(lock_of(counter, 2) == first);
  });
}

TEST_CASE("two threads add in one shard: both count") {
  CHECK_INTERLEAVINGS([] {
    Counter counter(2);
    std::thread other([&] { counter.add(3, 1); });
    counter.add(1, 1);
    other.join();
    CHECK(counter.value() == 2);
  });
}

TEST_CASE("two threads add in different shards: both count") {
  CHECK_INTERLEAVINGS([] {
    Counter counter(2);
    std::thread other([&] { counter.add(0, 1); });
    counter.add(1, 1);
    other.join();
    CHECK(counter.value() == 2);
  });
}

TEST_CASE("value is a count that was true at one moment") {
  CHECK_INTERLEAVINGS([] {
    Counter counter(3);
    counter.add(2, 1);
    std::thread correction([&] {
      counter.add(0, 1);   // now 2
      counter.add(2, -1);  // now 1
    });
    const long seen = counter.value();
    CHECK(seen >= 1);
    correction.join();
  });
}

TEST_CASE("value sees what was added before") {
  CHECK_INTERLEAVINGS([] {
    Counter counter(2);
    std::thread other([&] { counter.add(0, 1); });
    counter.add(1, 1);
    CHECK(counter.value() >= 1);
    other.join();
    CHECK(counter.value() == 2);
  });
}

TEST_CASE("two who ask and one who adds never wait for ever") {
  CHECK_INTERLEAVINGS([] {
    Counter counter(2);
    std::thread asks([&] { CHECK(counter.value() >= 0); });
    std::thread adds([&] { counter.add(1, 1); });
    CHECK(counter.value() >= 0);
    asks.join();
    adds.join();
    CHECK(counter.value() == 1);
  });
}

TEST_CASE("value has all locks at once and gives all of them back") {
  CHECK_INTERLEAVINGS([] {
    RecordedCounter counter(3);
    RecordingMutex::forget();
    CHECK(counter.value() == 0);
    CHECK(RecordingMutex::most_held == 3);
    CHECK(RecordingMutex::held == 0);
  });
}
