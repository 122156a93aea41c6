#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "03-gil/interpreter.hpp"
#include "03-gil/programs.hpp"
#include "04-locks/count_bodies.hpp"
#include "04-locks/counters.hpp"
#include "04-locks/history.hpp"
#include "04-locks/lock_bodies.hpp"
#include "04-locks/tally.hpp"
#include "interleave/doctest.hpp"

using namespace workbook;

namespace {

// Two threads do the same.
template <typename Work>
void twice(Work work) {
  std::thread other(work);
  work();
  other.join();
}

template <typename Counter>
void two_sensors() {
  Counter counter;
  twice([&] { counter.add_one(); });
  CHECK(counter.value() == 2);
}

constexpr ExploreOptions play_out_races{.races = ExploreOptions::Races::ignore};

}  // namespace

TEST_CASE("count += 1 in two threads is a data race") {
  CHECK_INTERLEAVINGS_FIND(Outcome::data_race, bodies::race);
}

TEST_CASE("count += 1 in two threads loses an update under some schedule") {
  CHECK_INTERLEAVINGS_FIND(Outcome::assertion, bodies::race, play_out_races);
}

TEST_CASE("a load and then a store lose an update though both are atomic") {
  CHECK_INTERLEAVINGS_FIND(Outcome::assertion, bodies::load_then_store);
  CHECK_INTERLEAVINGS_FIND(Outcome::assertion, two_sensors<SteppedCounter>);
}

TEST_CASE("a locked counter is exact under every schedule") {
  CHECK_INTERLEAVINGS(bodies::locked);
}

TEST_CASE("an atomic counter is exact under every schedule") {
  CHECK_INTERLEAVINGS(two_sensors<AtomicCounter>);
}

TEST_CASE("two threads that lock different mutexes do not exclude each other") {
  CHECK_INTERLEAVINGS_FIND(Outcome::data_race, [] {
    int readings = 0;
    twice([&] {
      std::mutex mine;
      const std::lock_guard lock(mine);
      readings += 1;
    });
  });
}

TEST_CASE("the lock of an interpreter does not save an increment") {
  const Code code = add_one();
  CHECK_INTERLEAVINGS_FIND(Outcome::assertion, [&] {
    Gil gil;
    Interpreter interpreter(&gil);
    twice([&] { interpreter.run(code); });
    CHECK(interpreter.global(count) == 2);
  });
}

TEST_CASE("with a lock of the program around them both increments count") {
  const Code code = add_one();
  CHECK_INTERLEAVINGS([&] {
    Gil gil;
    Interpreter interpreter(&gil);
    std::mutex mutex;
    twice([&] {
      const std::lock_guard lock(mutex);
      interpreter.run(code);
    });
    CHECK(interpreter.global(count) == 2);
  });
}

TEST_CASE("a reference that leaves the critical section is a data race") {
  CHECK_INTERLEAVINGS_FIND(Outcome::data_race, bodies::reference);
}

TEST_CASE("two locks in opposite order can wait for each other for ever") {
  CHECK_INTERLEAVINGS_FIND(Outcome::deadlock, bodies::deadlock);
}

TEST_CASE("scoped_lock takes them in any order under every schedule") {
  CHECK_INTERLEAVINGS(bodies::scoped_lock);
}

TEST_CASE("a thread that asks for its own mutex waits for itself") {
  CHECK_INTERLEAVINGS_FIND(Outcome::deadlock,
                           bodies::add_all<History<std::mutex>>);
}

TEST_CASE("a recursive mutex lets its holder in again") {
  CHECK_INTERLEAVINGS(bodies::add_all<History<std::recursive_mutex>>);
}

TEST_CASE("private functions that do not lock need no recursive mutex") {
  CHECK_INTERLEAVINGS(bodies::add_all<LayeredHistory>);
}

TEST_CASE("nobody sees only some of the readings that are added together") {
  CHECK_INTERLEAVINGS([] {
    LayeredHistory history;
    std::thread other([&] { history.add_all({1, 2}); });
    CHECK(history.size() % 2 == 0);
    other.join();
  });
}

TEST_CASE("a look at a plain flag before the lock is a data race") {
  CHECK_INTERLEAVINGS_FIND(Outcome::data_race, bodies::double_checked);
}

TEST_CASE("what call_once makes is there for everybody who called") {
  CHECK_INTERLEAVINGS(bodies::made_once);
}

TEST_CASE("a static variable of a function is made once") {
  CHECK_INTERLEAVINGS(bodies::static_variable);
}

TEST_CASE("a shared mutex keeps a writer and a reader apart") {
  CHECK_INTERLEAVINGS([] {
    std::shared_mutex mutex;
    long low = 0;
    long high = 0;
    std::thread writer([&] {
      const std::lock_guard lock(mutex);
      low = 1;
      high = 1;
    });
    {
      const std::shared_lock lock(mutex);
      CHECK(low == high);
    }
    writer.join();
  });
}

TEST_CASE("writing under the lock of a reader is a data race") {
  CHECK_INTERLEAVINGS_FIND(Outcome::data_race, [] {
    std::shared_mutex mutex;
    int readings = 0;
    twice([&] {
      const std::shared_lock lock(mutex);
      readings += 1;
    });
  });
}

TEST_CASE("a tally counts every word under every schedule") {
  for (const std::size_t shards : {1, 2}) {
    CHECK_INTERLEAVINGS([=] {
      Tally tally(shards);
      twice([&] {
        tally.count("heron");
        tally.count("egret");
      });
      CHECK(tally.of("heron") == 2);
      CHECK(tally.of("egret") == 2);
      CHECK(tally.of("stork") == 0);
    });
  }
}
