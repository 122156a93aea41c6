// Cells a second on one core: one at a time, by the plain reference, and 64 at
// a time.

#include <benchmark/benchmark.h>

#include "06-fan-out/bit_grid.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/reference.hpp"
#include "06-fan-out/simulate.hpp"

namespace {

using namespace workbook;

Grid square(const benchmark::State& state) {
  const auto side = static_cast<int>(state.range(0));
  return random_grid({side, side}, 1);
}

void count_cells(benchmark::State& state, const Grid& grid) {
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(grid.size().cells()));
}

void one_at_a_time(benchmark::State& state) {
  Grid grid = square(state);
  for (auto _ : state) grid = simulate(grid);
  count_cells(state, grid);
}

void reference(benchmark::State& state) {
  Grid grid = square(state);
  for (auto _ : state) grid = reference_generation(grid);
  count_cells(state, grid);
}

void sixty_four_at_a_time(benchmark::State& state) {
  const Grid grid = square(state);
  BitGrid bits(grid);
  for (auto _ : state) {
    bits.step();
    benchmark::ClobberMemory();
  }
  count_cells(state, grid);
}

BENCHMARK(one_at_a_time)->Arg(1000);
BENCHMARK(reference)->Arg(1000);
BENCHMARK(sixty_four_at_a_time)->Arg(1000)->Arg(10'000);

}  // namespace
