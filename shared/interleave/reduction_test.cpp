// The reduction must not lose an outcome: small random programs end in the same
// ways with it and without.

#include <sys/mman.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.hpp"
#include "workbook/unique_fd.hpp"

using namespace workbook;
using namespace std::chrono_literals;

namespace {

// What a run came to, written to a file that the parent reads: memory does not
// outlive a run.
class Outcomes {
 public:
  Outcomes() : file_(::memfd_create("outcomes", MFD_CLOEXEC)) {
    REQUIRE(file_.get() != -1);
  }
  void note(std::uint64_t outcome) const {
    [[maybe_unused]] const auto written =
        ::write(file_.get(), &outcome, sizeof(outcome));
  }
  std::set<std::uint64_t> all() const {
    std::set<std::uint64_t> outcomes;
    std::uint64_t outcome = 0;
    for (off_t at = 0;
         ::pread(file_.get(), &outcome, sizeof(outcome), at) == sizeof(outcome);
         at += sizeof(outcome)) {
      outcomes.insert(outcome);
    }
    return outcomes;
  }

 private:
  UniqueFd file_;
};

class Random {
 public:
  explicit Random(std::uint64_t seed)
      : state_(seed * 0x9E37'79B9'7F4A'7C15U + 1) {}
  int below(int limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(limit));
  }

 private:
  std::uint64_t state_;
};

struct Step {
  int what;
  int which;
};
using Program = std::vector<std::vector<Step>>;

Program random_program(std::uint64_t seed, int kinds) {
  Random random(seed);
  Program program(static_cast<std::size_t>(2 + random.below(2)));
  for (auto& thread : program) {
    const int length = 2 + random.below(program.size() == 2 ? 3 : 2);
    for (int i = 0; i < length; ++i)
      thread.push_back({random.below(kinds), random.below(2)});
  }
  return program;
}

struct World {
  std::array<std::atomic<int>, 2> values = {0, 0};
  std::array<std::timed_mutex, 2> mutexes;
  std::array<int, 2> guarded = {0, 0};
  std::mutex mutex;
  std::condition_variable changed;
};

// Returns what the thread saw, a digit a step.
int run_thread(World& world, const std::vector<Step>& steps, int me) {
  int seen = 0;
  for (const Step& step : steps) {
    const auto which = static_cast<std::size_t>(step.which);
    int result = 0;
    switch (step.what) {
      case 0:
        result = world.values[which].load();
        break;
      case 1:
        world.values[which].store(me);
        break;
      case 2:
        result = world.values[which].fetch_add(1);
        break;
      case 3: {
        int expected = 0;
        result = world.values[which].compare_exchange_strong(expected, me);
        break;
      }
      case 4: {
        const std::lock_guard lock(world.mutexes[which]);
        result = world.guarded[which]++;
        break;
      }
      case 5:
        if (world.mutexes[which].try_lock()) {
          result = 1 + world.guarded[which]++;
          world.mutexes[which].unlock();
        }
        break;
      case 6:
        if (world.mutexes[which].try_lock_for(1ms)) {
          result = 1 + world.guarded[which]++;
          world.mutexes[which].unlock();
        }
        break;
      case 7: {
        std::unique_lock lock(world.mutex);
        result = world.changed.wait_for(lock, 1ms) == std::cv_status::timeout;
        break;
      }
      case 8:
        world.changed.notify_one();
        break;
      default: {
        const std::lock_guard lock(world.mutexes[which]);
        const std::lock_guard other(world.mutex);
        result = world.values[which].load();
      }
    }
    seen = seen * 8 + result % 8;
  }
  return seen;
}

std::set<std::uint64_t> outcomes_of(const Program& program, int preemptions,
                                    bool reduce, std::size_t& schedules) {
  const Outcomes outcomes;
  const Report report = explore(
      [&] {
        World world;
        std::array<int, 3> seen{};
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < program.size(); ++i) {
          threads.emplace_back([&, i] {
            seen[i] = run_thread(world, program[i], static_cast<int>(i) + 1);
          });
        }
        for (std::thread& thread : threads) thread.join();
        auto outcome = static_cast<std::uint64_t>(world.values[0]) * 8 +
                       static_cast<std::uint64_t>(world.values[1]);
        for (const int one : seen)
          outcome = outcome << 16 | static_cast<std::uint64_t>(one);
        outcomes.note(outcome);
      },
      {.preemptions = preemptions, .reduce = reduce});
  INFO(report.to_text());
  CHECK(report.passed());
  CHECK(report.complete);
  schedules += report.schedules;
  return outcomes.all();
}

void compare(int kinds, std::uint64_t first_seed, std::uint64_t last_seed) {
  std::size_t with = 0;
  std::size_t without = 0;
  std::size_t distinct = 0;
  for (std::uint64_t seed = first_seed; seed <= last_seed; ++seed) {
    const Program program = random_program(seed, kinds);
    for (int preemptions = 0; preemptions <= 2; ++preemptions) {
      const auto reduced = outcomes_of(program, preemptions, true, with);
      const auto all = outcomes_of(program, preemptions, false, without);
      INFO("seed " << seed << ", preemptions " << preemptions);
      CHECK(reduced == all);
      distinct += all.size();
    }
  }
  MESSAGE(with << " schedules with the reduction, " << without << " without, "
               << distinct << " outcomes in all");
  CHECK(with < without);
}

}  // namespace

TEST_CASE(
    "random programs of atomics have the same outcomes with the reduction and "
    "without" *
    doctest::test_suite("thorough")) {
  compare(4, 1, 40);
}
TEST_CASE(
    "random programs with locks have the same outcomes with the reduction and "
    "without" *
    doctest::test_suite("thorough")) {
  compare(6, 101, 140);
}
TEST_CASE(
    "random programs with time-outs have the same outcomes with the reduction "
    "and without" *
    doctest::test_suite("thorough")) {
  compare(10, 201, 240);
}
