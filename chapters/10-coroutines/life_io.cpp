#include "10-coroutines/life_io.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "06-fan-out/life_options.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/simulate.hpp"
#include "10-coroutines/async_service.hpp"
#include "10-coroutines/simulate_async.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

// #region with-io
Grid next_generation(EventLoop& loop, AsyncService& service, const Grid& grid) {
  const auto logic = [&](Cell cell, int neighbors) {
    return slow_logic_async(service, cell, neighbors);
  };
  return loop.run(simulate_async(grid, logic));
}
// #endregion with-io

// #region counting-io
// Counting asks the service too.
Grid next_by_two(EventLoop& loop, AsyncService& service, const Grid& grid) {
  const auto logic = [&](Cell cell, int neighbors) {
    return slow_logic_async(service, cell, neighbors);
  };
  const auto count = [&](int y, int x, const auto& get) {
    return slow_count_async(service, y, x, get);
  };
  return loop.run(simulate_async(grid, logic, count));
}
// #endregion counting-io

void measure_io(Size size) {
  EventLoop loop;
  SlowService slow;
  AsyncService service(loop, slow);
  const Grid grid = random_grid(size, 1);
  const Grid expected = simulate(grid);
  next_generation(loop, service, grid);  // opens the connections
  const auto measure = [&](auto step) {
    const Stopwatch stopwatch;
    if (step(loop, service, grid) != expected)
      throw std::runtime_error("the grids differ");
    return fmt::format("{:.1f}", stopwatch.seconds() * 1e3);
  };
  const std::string name = fmt::format("{}x{}", size.height, size.width);
  const std::string once = figure(name, measure(next_generation));
  const std::string twice = figure(name + "-twice", measure(next_by_two));
  fmt::print("{:>6} {:>9} ms {:>17} ms {:>16}\n", name, once, twice,
             figure(name + "-asking", std::to_string(slow.most_at_once())));
}

Task<> shown(Timeline& timeline, AsyncService& service, int x) {
  const std::string cell = fmt::format("cell 0,{}", x);
  timeline.begin(cell, Timeline::Kind::wait);
  co_await service.ask();
  timeline.end(cell);
}

void show_first_row() {
  EventLoop loop;
  SlowService slow(20ms);  // slow enough for a picture
  AsyncService service(loop, slow);
  Timeline timeline("Nine cells that ask, one thread");
  std::vector<Task<>> cells;
  for (int x = 0; x < 9; ++x) cells.push_back(shown(timeline, service, x));
  loop.run(when_all(std::move(cells)));
  timeline.show();
}

}  // namespace

void io(const Arguments& arguments) {
  if (!arguments.empty()) {
    const LifeOptions options = parse_life_options(arguments);
    EventLoop loop;
    SlowService slow(options.io);
    AsyncService service(loop, slow);
    const Stopwatch stopwatch;
    print_life(options, [&](const Grid& grid) {
      return next_generation(loop, service, grid);
    });
    fmt::print("{:.2f} s\n", stopwatch.seconds());
    return;
  }
  fmt::print("  grid   logic asks   logic and count ask   asking at once\n");
  measure_io({5, 9});
  measure_io({20, 40});
  show_first_row();
}

}  // namespace workbook
