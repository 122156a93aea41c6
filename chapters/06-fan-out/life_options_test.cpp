#include "06-fan-out/life_options.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>

#include "06-fan-out/columns.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/rle.hpp"
#include "workbook/temporary_directory.hpp"

using namespace std::chrono_literals;
using namespace workbook;

TEST_CASE("without options there is a glider on 5 x 9") {
  const LifeOptions options = parse_life_options({});
  CHECK(options.grid == centered(parse_rle(patterns::glider), {5, 9}));
  CHECK(options.generations == 4);
  CHECK(options.print_all);
  CHECK(options.io == 1ms);
}

TEST_CASE("every option is read in any order") {
  const LifeOptions options =
      parse_life_options({"--io-ms", "0.5", "--print", "final", "--generations",
                          "100", "--size", "6x8"});
  CHECK(options.grid == centered(parse_rle(patterns::glider), {6, 8}));
  CHECK(options.generations == 100);
  CHECK_FALSE(options.print_all);
  CHECK(options.io == 500us);
}

TEST_CASE("a pattern lies in a grid of its own size or of the one given") {
  const TemporaryDirectory folder;
  const std::string file = folder.path() / "block.rle";
  std::ofstream(file) << patterns::block;
  CHECK(parse_life_options({"--pattern", file}).grid == Grid({"OO", "OO"}));
  CHECK(parse_life_options({"--pattern", file, "--size", "2x4"}).grid ==
        Grid({".OO.", ".OO."}));
  CHECK_THROWS_WITH_AS(parse_life_options({"--size", "1x4", "--pattern", file}),
                       "a pattern of 2x2 does not fit into 1x4", UsageError);
}

TEST_CASE("an option that is wrong says what would be right") {
  const auto check = [](const Arguments& arguments, const char* message) {
    CHECK_THROWS_WITH_AS(parse_life_options(arguments), message, UsageError);
  };
  check({"--sizes"},
        "no option '--sizes'; there are: --pattern FILE.rle, --size HxW, "
        "--generations N, --print final|all, --io-ms MS");
  check({"--size"}, "--size needs a value");
  check({"--size", "20"}, "--size is HEIGHTxWIDTH, like 20x40, not '20'");
  check({"--size", "0x40"},
        "the height in --size is a whole number from 1 to 10000, not '0'");
  check({"--size", "20x4y"},
        "the width in --size is a whole number from 1 to 10000, not '4y'");
  check({"--generations", "-1"},
        "--generations is a whole number from 0 to 1000000, not '-1'");
  check({"--print", "some"}, "--print is final or all, not 'some'");
  check({"--io-ms", "-1"},
        "--io-ms is a number of milliseconds from 0 to 60000, not '-1'");
  check({"--io-ms", "nan"},
        "--io-ms is a number of milliseconds from 0 to 60000, not 'nan'");
  check({"--pattern", "/no/such.rle"},
        "open \"/no/such.rle\": No such file or directory");
}

TEST_CASE("grids are printed side by side under their numbers") {
  ColumnPrinter columns;
  CHECK(columns.text().empty());
  columns.add(Grid({"O..", "..."}));
  columns.add(Grid({".O.", "..O"}));
  CHECK(columns.text() ==
        " 0  |  1\n"
        "O.. | .O.\n"
        "... | ..O\n");
}

TEST_CASE("grids that do not fit on a line follow below") {
  ColumnPrinter columns(9);
  for (int i = 0; i < 3; ++i) columns.add(Grid({"OOO"}));
  CHECK(columns.text() ==
        " 0  |  1\n"
        "OOO | OOO\n"
        "\n"
        " 2\n"
        "OOO\n");
  ColumnPrinter narrow(2);
  for (int i = 0; i < 2; ++i) narrow.add(Grid({"OOO"}));
  CHECK(narrow.text() == " 0\nOOO\n\n 1\nOOO\n");
}
