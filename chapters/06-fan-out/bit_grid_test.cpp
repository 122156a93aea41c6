#include "06-fan-out/bit_grid.hpp"

#include <doctest/doctest.h>

#include "06-fan-out/laws.hpp"
#include "06-fan-out/same_life.hpp"

using namespace workbook;

TEST_CASE("64 cells at a time make the same grids as the plain reference") {
  check_same_life([](const Grid& grid) {
    BitGrid bits(grid);
    bits.step();
    return bits.to_grid();
  });
}

TEST_CASE("a row may end anywhere in a word") {
  for (const int width : {61, 62, 63, 64, 65, 126, 127, 128, 190}) {
    const Grid grid = random_grid({4, width}, 1);
    BitGrid bits(grid);
    CHECK(bits.to_grid() == grid);
    for (int i = 0; i < 5; ++i) bits.step();
    CHECK(bits.to_grid() == after(reference_generation, grid, 5));
  }
}

// On a grid so large that its gliders do not meet again on the other side.
TEST_CASE("the r-pentomino settles after 1103 generations as 116 cells") {
  BitGrid bits(centered(parse_rle(patterns::r_pentomino), {700, 700}));
  for (int i = 0; i < 1103; ++i) bits.step();
  CHECK(bits.to_grid().population() == 116);
}

TEST_CASE("the glider gun sends off a glider every 30 generations") {
  const Grid gun = parse_rle(patterns::glider_gun);
  BitGrid bits(centered(gun, {200, 200}));
  for (int i = 0; i < 120; ++i) bits.step();
  const int with_four = bits.to_grid().population();
  for (int i = 0; i < 30; ++i) bits.step();
  CHECK(bits.to_grid().population() == with_four + 5);
}

TEST_CASE("Amdahl: what does not overlap bounds the gain") {
  CHECK(amdahl(0, 100) == doctest::Approx(1));
  CHECK(amdahl(1, 100) == doctest::Approx(100));
  CHECK(amdahl(0.5, 2) == doctest::Approx(4.0 / 3));
  CHECK(amdahl(0.9, 1e9) == doctest::Approx(10));
}

TEST_CASE("Little: in progress is the rate times the time of each") {
  CHECK(little_in_progress(10'000, 0.001) == doctest::Approx(10));
  CHECK(little_rate(10, 0.001) == doctest::Approx(10'000));
}
