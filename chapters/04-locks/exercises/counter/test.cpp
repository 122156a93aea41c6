#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>

#include "interleave/doctest.hpp"
#include "reading_stats.hpp"

// What a failed check shows for it.
template <>
struct doctest::StringMaker<Stats> {
  static String convert(const Stats& stats) {
    return "{count " + toString(stats.count) + ", sum " + toString(stats.sum) +
           "}";
  }
};

TEST_CASE("one thread: what is added is counted and summed") {
  CHECK_INTERLEAVINGS([] {
    ReadingStats readings;
    CHECK(readings.stats() == Stats{0, 0});
    readings.add(20);
    readings.add(0);
    readings.add(22);
    CHECK(readings.stats() == Stats{3, 42});
  });
}

TEST_CASE("one thread: take starts over") {
  CHECK_INTERLEAVINGS([] {
    ReadingStats readings;
    readings.add(20);
    CHECK(readings.take() == Stats{1, 20});
    CHECK(readings.take() == Stats{0, 0});
    readings.add(5);
    CHECK(readings.stats() == Stats{1, 5});
  });
}

TEST_CASE("a negative reading is refused and everything stays usable") {
  CHECK_INTERLEAVINGS([] {
    ReadingStats readings;
    std::thread sensor(
        [&] { CHECK_THROWS_AS(readings.add(-1), std::invalid_argument); });
    readings.add(20);
    sensor.join();
    CHECK(readings.stats() == Stats{1, 20});
  });
}

TEST_CASE("two sensors add at once: both readings count") {
  CHECK_INTERLEAVINGS([] {
    ReadingStats readings;
    std::thread sensor([&] { readings.add(20); });
    readings.add(22);
    sensor.join();
    CHECK(readings.stats() == Stats{2, 42});
  });
}

TEST_CASE("nobody sees a reading that is counted and not yet summed") {
  CHECK_INTERLEAVINGS([] {
    ReadingStats readings;
    std::thread sensor([&] {
      readings.add(10);
      readings.add(10);
    });
    const Stats seen = readings.stats();
    CHECK(seen.sum == 10 * seen.count);
    sensor.join();
  });
}

TEST_CASE("each reading is taken exactly once") {
  CHECK_INTERLEAVINGS([] {
    ReadingStats readings;
    std::thread sensor([&] {
      readings.add(10);
      readings.add(10);
    });
    const Stats first = readings.take();
    sensor.join();
    const Stats second = readings.take();
    CHECK(first.sum == 10 * first.count);
    CHECK(second.sum == 10 * second.count);
    CHECK(first.count + second.count == 2);
  });
}

TEST_CASE("of two who take at once one gets the reading") {
  CHECK_INTERLEAVINGS([] {
    ReadingStats readings;
    readings.add(10);
    Stats others;
    std::thread other([&] { others = readings.take(); });
    const Stats mine = readings.take();
    other.join();
    CHECK(mine.count + others.count == 1);
    CHECK(mine.sum + others.sum == 10);
  });
}
