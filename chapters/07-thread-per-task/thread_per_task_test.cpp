#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <barrier>
#include <latch>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include "06-fan-out/at_once.hpp"
#include "06-fan-out/same_life.hpp"
#include "06-fan-out/slow_logic.hpp"
#include "07-thread-per-task/child.hpp"
#include "07-thread-per-task/simulate_carrying.hpp"
#include "07-thread-per-task/simulate_threaded.hpp"
#include "07-thread-per-task/thread_cost.hpp"
#include "07-thread-per-task/too_many.hpp"
#include "workbook/eventually.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/thread_probe.hpp"

using namespace workbook;

namespace {

// A sanitizer itself ends without address space.
bool left_out() {
  if (sanitized) MESSAGE("not tried: a sanitizer needs the address space");
  return sanitized;
}

// Throws in the one cell of the glider that has five neighbors.
Cell fails_once(Cell cell, int neighbors) {
  if (neighbors == 5) throw std::runtime_error("no answer");
  return game_logic(cell, neighbors);
}

const Grid glider = centered(parse_rle(patterns::glider), {5, 9});

}  // namespace

TEST_CASE("a locking grid loses no cell and no count") {
  LockingGrid grid(Size{8, 100});
  at_once(8, [&](int y) {
    for (int x = 0; x < 100; ++x) grid.set(y, x, Cell::alive);
    for (int x = 0; x < 100; x += 2) grid.set(y, x, Cell::dead);
  });
  CHECK(grid.copy().population() == 400);
  CHECK(grid.get(3, 1) == Cell::alive);
  CHECK(grid.get(3, 2) == Cell::dead);
}

TEST_CASE("a thread for each cell makes the same grids as the reference") {
  constexpr std::size_t most_cells = 70;
  check_same_life([](const Grid& grid) { return simulate_threaded(grid); },
                  most_cells);
  check_same_life([](const Grid& grid) { return simulate_carrying(grid); },
                  most_cells);
}

// None of the 45 gets past the latch before all of them are there.
TEST_CASE("all cells wait at the same time") {
  std::latch all(45);
  const auto logic = [&](Cell cell, int neighbors) {
    all.arrive_and_wait();
    return game_logic(cell, neighbors);
  };
  CHECK(simulate_threaded(glider, logic) == reference_generation(glider));
}

TEST_CASE("each cell has a thread of its own and none is left behind") {
  const int before = thread_count();
  std::latch all(45);
  std::mutex mutex;
  std::set<pid_t> threads;
  simulate_threaded(glider, [&](Cell cell, int) {
    all.arrive_and_wait();
    const std::lock_guard lock(mutex);
    threads.insert(this_thread_id());
    return cell;
  });
  CHECK(threads.size() == 45);
  CHECK_FALSE(threads.contains(this_thread_id()));
  CHECK(eventually([&] { return thread_count() == before; }));
}

TEST_CASE("with a slow service the cells are the same") {
  SlowService service(std::chrono::milliseconds(1));
  CHECK(simulate_threaded(glider, slow_logic(service)) ==
        reference_generation(glider));
  CHECK(service.questions() == 45);
}

TEST_CASE("a child process tells how it ended and what it wrote") {
  const ChildEnd quiet = in_child([] {});
  CHECK(quiet.status == ExitStatus{0, 0});
  CHECK(quiet.output.empty());
  const ChildEnd loud = in_child([] {
    fmt::print("out\n");
    throw std::runtime_error("wrong");
  });
  CHECK(loud.status == ExitStatus{1, 0});
  CHECK(loud.output.find("out\n") != std::string::npos);
  CHECK(loud.output.find("wrong\n") != std::string::npos);
}

TEST_CASE("an exception that leaves its thread ends the program") {
  const ChildEnd child = in_child([] {
    try {
      simulate_threaded(glider, fails_once);
    } catch (const std::exception&) {
      fmt::print("caught\n");
    }
  });
  CHECK(child.status == ExitStatus{0, SIGABRT});
  CHECK(child.output.find("caught") == std::string::npos);
  CHECK(child.output.find("no answer") != std::string::npos);
}

TEST_CASE("an exception that is carried over is caught in the caller") {
  std::atomic<int> calls = 0;
  const auto logic = [&](Cell cell, int neighbors) {
    ++calls;
    return fails_once(cell, neighbors);
  };
  CHECK_THROWS_WITH_AS(simulate_carrying(glider, logic), "no answer",
                       std::runtime_error);
  CHECK(calls == 45);  // the others went on to their ends
}

TEST_CASE("of several exceptions the first cell's is thrown") {
  const Grid grid({"OO.OO.."});
  const auto logic = [](Cell cell, int neighbors) -> Cell {
    if (cell == Cell::alive) return cell;
    throw std::runtime_error(std::to_string(neighbors));
  };
  // The first dead cell is the one between the pairs.
  CHECK_THROWS_WITH(simulate_carrying(grid, logic), "6");
}

TEST_CASE("stacks take address space until there is none left") {
  if (left_out()) return;
  constexpr std::size_t mebibyte = 1024 * 1024;
  at_once(5, [](int) {});  // their stacks are kept for others, and not counted
  const ThreadLimit few = find_thread_limit(64 * mebibyte, 8 * mebibyte, 100);
  CHECK(few.threads >= 4);
  CHECK(few.threads <= 8);
  CHECK(few.error == "Resource temporarily unavailable");
  const ThreadLimit more = find_thread_limit(64 * mebibyte, mebibyte, 100);
  CHECK(more.threads > 2 * few.threads);
  CHECK(more.threads < 64);
  const ThreadLimit all = find_thread_limit(64 * mebibyte, mebibyte, 3);
  CHECK(all.threads == 3);
  CHECK(all.error.empty());
}

TEST_CASE("a waiting thread reserves its stack and hardly uses it") {
  const ThreadCost cost = measure_thread_cost(50);
  const auto stack = static_cast<double>(default_stack_size());
  CHECK(cost.seconds > 0);
  CHECK(cost.address_space >= stack / 2);
  CHECK(cost.resident < cost.address_space / 4);
}

TEST_CASE("a thread that cannot be started is told and the others end") {
  if (left_out()) return;
  thread_count();  // the first time, it starts a thread
  const ChildEnd child = in_child([] {
    const rlimit none{1, 1};  // all of the address space is in use already
    ::setrlimit(RLIMIT_AS, &none);
    try {
      simulate_threaded(glider);
    } catch (const std::system_error& error) {
      fmt::print("told: {}; {} thread left\n", error.what(), thread_count());
    }
  });
  CHECK(child.output ==
        "told: Resource temporarily unavailable; 1 thread left\n");
  CHECK(child.status == ExitStatus{0, 0});
}

TEST_CASE("a grid of 200 x 200 is refused and the message says why") {
  CHECK_NOTHROW(refuse_too_many_threads({40, 100}));
  CHECK_THROWS_WITH_AS(
      refuse_too_many_threads({200, 200}),
      "200x200 is 40000 threads at once; this form stops at 4000, chapter 8 "
      "does not",
      UsageError);
}
