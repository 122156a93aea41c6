// Coroutines: many more functions at once than threads.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

#include "06-fan-out/life_options.hpp"
#include "10-coroutines/control_picture.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/frame.hpp"
#include "10-coroutines/generator.hpp"
#include "10-coroutines/life_io.hpp"
#include "10-coroutines/million.hpp"
#include "10-coroutines/simulate_async.hpp"
#include "10-coroutines/tasks.hpp"
#include "10-coroutines/two_way_generator.hpp"

namespace {

using namespace workbook;

// #region countdown
Generator<int> countdown(int from, ControlPicture& picture) {
  picture.in(1, "begins");
  for (int i = from; i > 0; --i) {
    picture.in(1, fmt::format("co_yield {}", i));
    co_yield i;
    picture.in(1, "goes on");
  }
  picture.in(1, "ends");
}
// #endregion countdown

void generator(const Arguments&) {
  ControlPicture picture({"main", "countdown(2)"});
  picture.in(0, "countdown(2)");
  Generator<int> numbers = countdown(2, picture);
  for (bool is_over = false; !is_over;) {
    picture.in(0, "next()");
    const std::optional<int> number = numbers.next();
    picture.in(0, number ? fmt::format("got {}", *number) : "got nothing");
    is_over = !number;
  }
  fmt::print("{}", picture.text());
}

// #region receiver
TwoWayGenerator<std::string> receiver() {
  for (;;) fmt::print("received: {}\n", co_await received);
}

void run_receiver(const Arguments&) {
  TwoWayGenerator<std::string> printer = receiver();
  printer.send("first");
  printer.send("second");
}
// #endregion receiver

// #region minimize
TwoWayGenerator<int> minimize() {
  int least = co_await received;
  for (;;) {
    const int number = co_yield least;
    least = std::min(least, number);
  }
}

void run_minimize(const Arguments&) {
  TwoWayGenerator<int> least = minimize();
  for (const int number : {10, 4, 22, -1})
    fmt::print("sent {:>2}, least so far {:>2}\n", number,
               least.send(number).value());
}
// #endregion minimize

// #region glider
Task<Cell> logic_async(Cell cell, int neighbors) {
  co_return game_logic(cell, neighbors);
}

void glider(const Arguments& arguments) {
  EventLoop loop;
  print_life(parse_life_options(arguments), [&](const Grid& grid) {
    return loop.run(simulate_async(grid, logic_async));
  });
}
// #endregion glider

// #region errors
Task<Cell> may_fail(EventLoop& loop, int& ended, Cell cell, int neighbors) {
  co_await loop.yield();
  ++ended;
  if (neighbors == 5) throw std::runtime_error("no answer");
  co_return game_logic(cell, neighbors);
}

void errors(const Arguments&) {
  EventLoop loop;
  int ended = 0;
  const auto logic = [&](Cell cell, int neighbors) {
    return may_fail(loop, ended, cell, neighbors);
  };
  const Grid grid = LifeOptions::default_grid();
  try {
    loop.run(simulate_async(grid, logic));
  } catch (const SimulationError& error) {
    fmt::print("failed: {}\n", with_causes(error));
  }
  fmt::print("by then {} of {} cells had ended\n", ended, grid.size().cells());
  fmt::print("the same loop, with a logic that does not fail:\n{}",
             loop.run(simulate_async(grid, logic_async)).text());
}
// #endregion errors

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"generator", "", "control going between main and a generator",
        generator},
       {"receiver", "", "a generator that prints what it is sent",
        run_receiver},
       {"minimize", "", "a generator that answers what it is sent",
        run_minimize},
       {"frame", "", "what the compiler makes of a coroutine", frame},
       {"tasks", "", "control going between the loop and three tasks", tasks},
       {"sleep", "", "coroutines that wait at the same time", sleeping},
       {"virtual-time", "", "a year of waiting, without waiting", virtual_time},
       {"in-a-row", "", "very many awaits, and the stack", in_a_row},
       {"glider", life_arguments, "a glider, each cell a coroutine", glider},
       {"io", life_arguments, "each cell does I/O, all in one thread", io},
       {"errors", "", "the first error, after all have ended", errors},
       {"million", "[count]", "coroutines that wait, beside threads",
        million}});
}
