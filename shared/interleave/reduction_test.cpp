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
#include <cstdlib>
#include <mutex>
#include <semaphore>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
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
  char what;
  int which;
};
using Program = std::vector<std::vector<Step>>;

// With steps of `kinds`, a letter each.
Program random_program(std::uint64_t seed, std::string_view kinds) {
  Random random(seed);
  Program program(static_cast<std::size_t>(2 + random.below(2)));
  for (auto& thread : program) {
    const int length = 2 + random.below(program.size() == 2 ? 3 : 2);
    for (int i = 0; i < length; ++i)
      thread.push_back({kinds[static_cast<std::size_t>(
                            random.below(static_cast<int>(kinds.size())))],
                        random.below(2)});
  }
  return program;
}

struct World {
  std::array<std::atomic<int>, 2> values = {0, 0};
  std::array<std::timed_mutex, 2> mutexes;
  std::array<int, 2> guarded = {0, 0};
  std::mutex mutex;
  std::condition_variable changed;
  std::counting_semaphore<2> places{1};
  int taken = 0;
  std::shared_mutex shared;
};

// Returns what the thread saw, a digit a step.
int run_thread(World& world, const std::vector<Step>& steps, int me) {
  int seen = 0;
  for (const Step& step : steps) {
    const auto which = static_cast<std::size_t>(step.which);
    int result = 0;
    switch (step.what) {
      case 'l':
        result = world.values[which].load();
        break;
      case 's':
        world.values[which].store(me);
        break;
      case 'a':
        result = world.values[which].fetch_add(1);
        break;
      case 'c': {
        int expected = 0;
        result = world.values[which].compare_exchange_strong(expected, me);
        break;
      }
      case 'm': {
        const std::lock_guard lock(world.mutexes[which]);
        result = world.guarded[which]++;
        break;
      }
      case 't':
        if (world.mutexes[which].try_lock()) {
          result = 1 + world.guarded[which]++;
          world.mutexes[which].unlock();
        }
        break;
      case 'T':
        if (world.mutexes[which].try_lock_for(1ms)) {
          result = 1 + world.guarded[which]++;
          world.mutexes[which].unlock();
        }
        break;
      case 'w': {
        std::unique_lock lock(world.mutex);
        result = world.changed.wait_for(lock, 1ms) == std::cv_status::timeout;
        break;
      }
      case 'n':
        world.changed.notify_one();
        break;
      case 'b': {  // both locks
        const std::lock_guard lock(world.mutexes[which]);
        const std::lock_guard other(world.mutex);
        result = world.values[which].load();
        break;
      }
      case 'N':
        world.changed.notify_all();
        break;
      case 'W': {  // until somebody has set the value
        std::unique_lock lock(world.mutex);
        while (world.values[which] == 0) world.changed.wait(lock);
        result = world.values[which];
        break;
      }
      case 'S': {  // sets it, and says so
        const std::lock_guard lock(world.mutex);
        world.values[which] = me;
        world.changed.notify_all();
        break;
      }
      case 'p':  // a place of the semaphore
        world.places.acquire();
        result = world.taken++;
        world.places.release();
        break;
      case 'P':
        if (world.places.try_acquire()) {
          result = 1 + world.taken++;
          world.places.release();
        }
        break;
      case 'r': {
        const std::shared_lock lock(world.shared);
        result = world.values[which].load();
        break;
      }
      case 'R': {
        const std::lock_guard lock(world.shared);
        result = world.values[which].fetch_add(1);
        break;
      }
      case 'o':  // waits without the library
        while (world.values[which] == 0) {
        }
        result = world.values[which];
        break;
      case 'f':  // sleeps until it is set
        world.values[which].wait(0);
        result = world.values[which];
        break;
      default:  // sets it and wakes who sleeps
        world.values[which] = me;
        world.values[which].notify_all();
    }
    seen = seen * 8 + result % 8;
  }
  return seen;
}

struct Ends {
  std::set<std::uint64_t> outcomes;
  Outcome outcome = Outcome::pass;
};

// When a schedule fails, the search ends there, and that is all that is known.
Ends ends_of(const Program& program, const ExploreOptions& options,
             std::size_t& schedules) {
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
      options);
  INFO(report.to_text());
  CHECK(report.complete == report.passed());
  schedules += report.schedules;
  if (!report.passed()) return {{}, report.outcome};
  return {outcomes.all(), report.outcome};
}

// How many programs of each kind are tried: the tests take a while.
std::uint64_t count_of_programs() {
  const char* wanted = std::getenv("INTERLEAVE_PROGRAMS");
  return wanted == nullptr ? 40 : std::strtoull(wanted, nullptr, 10);
}

void compare(std::string_view kinds, std::uint64_t first_seed,
             const ExploreOptions& truth = {.reduce = false}) {
  std::size_t with = 0;
  std::size_t without = 0;
  std::size_t distinct = 0;
  for (std::uint64_t i = 0; i < count_of_programs(); ++i) {
    const Program program = random_program(first_seed + i, kinds);
    for (int preemptions = 0; preemptions <= 2; ++preemptions) {
      ExploreOptions all = truth;
      all.preemptions = preemptions;
      ExploreOptions reduced = all;
      reduced.reduce = true;
      reduced.merge_spins = true;
      const Ends expected = ends_of(program, all, without);
      const Ends found = ends_of(program, reduced, with);
      INFO("seed " << first_seed + i << ", preemptions " << preemptions);
      CHECK(to_string(found.outcome) == to_string(expected.outcome));
      CHECK(found.outcomes == expected.outcomes);
      distinct += expected.outcomes.size();
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
  compare("lsac", 1);
}
TEST_CASE(
    "random programs with locks have the same outcomes with the reduction and "
    "without" *
    doctest::test_suite("thorough")) {
  compare("lsacmt", 10'001);
}
TEST_CASE(
    "random programs with time-outs have the same outcomes with the reduction "
    "and without" *
    doctest::test_suite("thorough")) {
  compare("lsacmtTwnb", 20'001);
}
TEST_CASE(
    "random programs with conditions have the same outcomes with the reduction "
    "and without" *
    doctest::test_suite("thorough")) {
  compare("lsmWSNbw", 30'001);
}
TEST_CASE(
    "random programs with semaphores and readers have the same outcomes with "
    "the reduction and without" *
    doctest::test_suite("thorough")) {
  compare("lspPrRm", 40'001);
}
TEST_CASE(
    "random programs that sleep have the same outcomes with the reduction and "
    "without" *
    doctest::test_suite("thorough")) {
  compare("lsafFmt", 50'001);
}

// Without yields: to whom one gives way depends on what counts as a step, and
// without the reduction the begin of a thread does.

// Waiting loops are played out round by round for the truth, so threads give
// way soon.
TEST_CASE(
    "random programs that spin have the same outcomes when rounds are merged" *
    doctest::test_suite("thorough")) {
  compare("lsaomS", 60'001,
          {.steps = 400,
           .reduce = false,
           .steps_in_a_row = 8,
           .merge_spins = false});
}

TEST_CASE(
    "a thread that waits for a lock gives a switch for free, with the "
    "reduction too") {
  // One preemption, where the first thread still has the lock.
  const auto body = [] {
    std::mutex mutex;
    std::atomic<int> x = 0;
    std::atomic<int> y = 0;
    std::thread a([&] {
      x = 1;
      { const std::lock_guard lock(mutex); }
      y = 1;
    });
    int seen_x = 0;
    int seen_y = 0;
    int seen_later = 0;
    std::thread b([&] {
      seen_x = x;
      seen_y = y;
      { const std::lock_guard lock(mutex); }
      seen_later = y;
    });
    a.join();
    b.join();
    check(seen_x != 1 || seen_y != 0 || seen_later != 1);
  };
  CHECK(explore(body, {.preemptions = 0}).passed());
  CHECK(explore(body, {.preemptions = 1}).outcome == Outcome::assertion);
}

TEST_CASE("a loop that counts its rounds is followed, and until when is said") {
  const auto body = [](int rounds_that_fail) {
    return [rounds_that_fail] {
      std::atomic<bool> is_set = false;
      std::thread a([&] { is_set = true; });
      int rounds = 0;
      while (!is_set) ++rounds;
      check(rounds != rounds_that_fail);
      a.join();
    };
  };
  CHECK(explore(body(7)).outcome == Outcome::assertion);
  const Report report = explore(body(100));
  CHECK(report.passed());
  CHECK(report.complete);
  CHECK(report.to_text().find("followed for 20") != std::string::npos);
  CHECK(explore([] {
          std::atomic<bool> is_set = false;
          std::thread a([&] { is_set = true; });
          while (!is_set) {
          }
          a.join();
        }).assumed.empty());
}

TEST_CASE("that a thread of many steps gave way is said") {
  const Report report = explore(
      [] {
        std::atomic<int> count = 0;
        std::thread a([&] { ++count; });
        for (int i = 0; i < 30; ++i) count.fetch_add(1);
        a.join();
      },
      {.preemptions = 0, .steps_in_a_row = 10});
  CHECK(report.assumed == "a thread that made 10 steps in a row gave way");
}
