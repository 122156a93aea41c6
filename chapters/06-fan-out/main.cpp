// The Game of Life, one cell after the other.

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "06-fan-out/bit_grid.hpp"
#include "06-fan-out/columns.hpp"
#include "06-fan-out/life_options.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/rle.hpp"
#include "06-fan-out/simulate.hpp"
#include "06-fan-out/slow_logic.hpp"
#include "06-fan-out/what_if.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace {

using namespace workbook;

void glider(const Arguments& arguments) {
  print_life(parse_life_options(arguments),
             [](const Grid& grid) { return simulate(grid); });
}

void pattern(const Arguments& arguments) {
  if (arguments.size() > 1) throw UsageError("pattern takes one file");
  const Grid grid = arguments.empty() ? parse_rle(patterns::glider_gun)
                                      : read_rle(arguments[0]);
  if (arguments.empty()) fmt::print("{}\n", patterns::glider_gun);
  fmt::print("{}", grid.text());
  fmt::print("{} cells are alive\n", grid.population());
}

// #region neighbors
// Which cells of 5 x 9 step_cell reads and writes for the cell y, x.
std::vector<std::string> cells_used(int y, int x) {
  std::vector<std::string> picture(5, std::string(9, '.'));
  const auto get = [&](int row, int column) {
    picture[(row + 5) % 5][(column + 9) % 9] = 'r';
    return Cell::dead;
  };
  const auto set = [&](int row, int column, Cell) {
    picture[row][column] = 'W';
  };
  step_cell(y, x, get, set);
  return picture;
}
// #endregion neighbors

void neighbors(const Arguments&) {
  fmt::print("cell 2,4      cell 0,0      cell 4,3\n");
  const std::array pictures = {cells_used(2, 4), cells_used(0, 0),
                               cells_used(4, 3)};
  for (std::size_t y = 0; y < 5; ++y) {
    fmt::print("{}     {}     {}\n", pictures[0][y], pictures[1][y],
               pictures[2][y]);
  }
  fmt::print("r: read, W: read and written\n");
}

// #region in-place
// Wrong: writes into the grid that it still reads from.
Grid simulate_in_place(Grid grid) {
  const auto get = [&](int y, int x) { return grid.get(y, x); };
  const auto set = [&](int y, int x, Cell cell) { grid.set(y, x, cell); };
  for (int y = 0; y < grid.size().height; ++y) {
    for (int x = 0; x < grid.size().width; ++x) step_cell(y, x, get, set);
  }
  return grid;
}
// #endregion in-place

void in_place(const Arguments&) {
  fmt::print("from one grid to the other:\n");
  print_life({}, [](const Grid& grid) { return simulate(grid); });
  fmt::print("\nin place:\n");
  print_life({}, simulate_in_place);
}

// The first row of `grid`, each cell on a lane of its own.
void show_first_row(const Grid& grid, SlowService& service) {
  Timeline timeline("Nine cells that ask, one after the other");
  Grid next(grid.size());
  for (int x = 0; x < grid.size().width; ++x) {
    const std::string lane = fmt::format("cell 0,{}", x);
    timeline.begin(lane, Timeline::Kind::wait);
    step_cell(
        0, x, [&](int y, int column) { return grid.get(y, column); },
        [&](int y, int column, Cell cell) { next.set(y, column, cell); },
        slow_logic(service));
    timeline.end(lane);
  }
  timeline.show();
}

void io(const Arguments& arguments) {
  const LifeOptions options = parse_life_options(arguments);
  SlowService service(options.io);
  if (!arguments.empty()) {
    const Stopwatch stopwatch;
    print_life(options, [&](const Grid& grid) {
      return simulate(grid, slow_logic(service));
    });
    fmt::print("{:.2f} s\n", stopwatch.seconds());
    return;
  }
  fmt::print("  grid   cells   a generation     a cell   asking at once\n");
  double each = 0;
  for (const Size size : {Size{5, 9}, Size{20, 40}}) {
    const Stopwatch stopwatch;
    simulate(random_grid(size, 1), slow_logic(service));
    const auto cells = static_cast<double>(size.cells());
    each = stopwatch.seconds() / cells;
    const std::string name = fmt::format("{}x{}", size.height, size.width);
    fmt::print("{:>6} {:>7} {:>11} ms {:>7.2f} ms {:>11}\n", name, size.cells(),
               figure(name, fmt::format("{:.0f}", each * cells * 1e3)),
               each * 1e3, service.most_at_once());
  }
  constexpr double large = 200.0 * 200 * 100;
  fmt::print("a hundred generations of 200x200 would take {} minutes\n",
             figure("minutes", fmt::format("{:.0f}", large * each / 60)));
  show_first_row(options.grid, service);
}

void fast(const Arguments& arguments) {
  LifeOptions defaults;
  defaults.grid = random_grid({1000, 1000}, 1);
  defaults.generations = 20;
  const LifeOptions options = parse_life_options(arguments, defaults);
  const int generations = options.generations;

  const Stopwatch stopwatch;
  Grid result = options.grid;
  for (int i = 0; i < generations; ++i) result = simulate(result);
  const double one_by_one = stopwatch.seconds();

  BitGrid bits(options.grid);
  const Stopwatch bits_stopwatch;
  for (int i = 0; i < generations; ++i) bits.step();
  const double in_words = bits_stopwatch.seconds();

  const double cells = static_cast<double>(result.size().cells()) * generations;
  const auto million = [&](double seconds) {
    return fmt::format("{:.0f} million", cells / seconds / 1e6);
  };
  fmt::print("one cell at a time: {:>16} cells a second\n",
             figure("plain", million(one_by_one)));
  fmt::print("64 cells at a time: {:>16} cells a second, {} times as many\n",
             figure("bits", million(in_words)),
             figure("times", fmt::format("{:.0f}", one_by_one / in_words)));
  fmt::print("after {} generations both have {} cells alive: {}\n", generations,
             result.population(),
             bits.to_grid() == result ? "the same" : "NOT the same");
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"glider", life_arguments, "a glider, generation after generation",
        glider},
       {"pattern", "[FILE.rle]", "a pattern as it is exchanged, and its cells",
        pattern},
       {"neighbors", "", "which cells one cell reads and writes", neighbors},
       {"in-place", "", "what goes wrong with one grid in place of two",
        in_place},
       {"io", life_arguments, "each cell does 1 ms of I/O", io},
       {"what-if", life_arguments,
        "what doing many at once would bring, estimated and measured", what_if},
       {"fast", life_arguments, "the same rule, 64 cells at a time", fast}});
}
