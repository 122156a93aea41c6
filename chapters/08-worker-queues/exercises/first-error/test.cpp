#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "process_all.hpp"

namespace {

// What process_all threw: a number, or 0 for nothing.
template <typename Work>
int thrown_by(const std::vector<int>& items, std::size_t workers,
              const Work& work) {
  try {
    process_all(items, workers, work);
  } catch (const int number) {
    return number;
  }
  return 0;
}

}  // namespace

TEST_CASE("each item is worked on once") {
  CHECK_INTERLEAVINGS(
      [] {
        std::atomic<int> calls = 0;
        std::atomic<int> sum = 0;
        process_all({1, 2, 3}, 2, [&](int item) {
          ++calls;
          sum += item;
        });
        CHECK(calls == 3);
        CHECK(sum == 6);
      },
      {.preemptions = 1});
}

TEST_CASE("the work is done by workers") {
  CHECK_INTERLEAVINGS([] {
    const std::thread::id here = std::this_thread::get_id();
    process_all({1, 2}, 1,
                [&](int) { CHECK(std::this_thread::get_id() != here); });
  });
}

// Each item waits for the other one.
TEST_CASE("2 workers work at the same time") {
  CHECK_INTERLEAVINGS(
      [] {
        std::latch both(2);
        process_all({1, 2}, 2, [&](int) { both.arrive_and_wait(); });
      },
      {.preemptions = 1});
}

TEST_CASE("no items and no work") {
  CHECK_INTERLEAVINGS([] { process_all({}, 2, [](int) { CHECK(false); }); });
}

TEST_CASE("what work throws is thrown here") {
  CHECK_INTERLEAVINGS(
      [] {
        const int thrown = thrown_by({1, 2}, 2, [](int item) {
          if (item == 2) throw item;
        });
        CHECK(thrown == 2);
      },
      {.preemptions = 1});
}

TEST_CASE("after an error no further item is begun") {
  CHECK_INTERLEAVINGS([] {
    int calls = 0;
    const int thrown = thrown_by({1, 2, 3, 4, 5}, 1, [&](int item) {
      ++calls;
      if (item == 2) throw item;
    });
    CHECK(thrown == 2);
    CHECK(calls == 2);
  });
}

TEST_CASE("an error frees a producer that waits for room") {
  CHECK_INTERLEAVINGS([] {
    const int thrown =
        thrown_by({1, 2, 3, 4, 5}, 1, [](int item) { throw item; });
    CHECK(thrown == 1);
  });
}

TEST_CASE("two errors at the same time: one of them is thrown") {
  CHECK_INTERLEAVINGS(
      [] {
        const int thrown = thrown_by({1, 2}, 2, [](int item) { throw item; });
        CHECK((thrown == 1 || thrown == 2));
      },
      {.preemptions = 1});
}

TEST_CASE("it throws when no item is being worked on") {
  CHECK_INTERLEAVINGS(
      [] {
        std::atomic<int> going_on = 0;
        const int thrown = thrown_by({2, 1, 3}, 2, [&](int item) {
          if (item == 1) throw item;
          ++going_on;
          --going_on;
        });
        CHECK(thrown == 1);
        CHECK(going_on == 0);
      },
      {.preemptions = 1});
}
