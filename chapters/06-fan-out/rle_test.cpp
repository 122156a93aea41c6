#include "06-fan-out/rle.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "06-fan-out/patterns.hpp"
#include "workbook/temporary_directory.hpp"

using namespace workbook;

namespace {

// The text of what is wrong with `rle`.
std::string problem(const std::string& rle) {
  try {
    parse_rle(rle);
  } catch (const PatternError& error) {
    return error.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a pattern is read with its comments and header and runs") {
  CHECK(parse_rle("#N Glider\n#C any text: 3o!\nx = 3, y = 3, rule = B3/S23\n"
                  "bo$2bo$3o!\n") == Grid({".O.", "..O", "OOO"}));
}

TEST_CASE("cells that a row does not name are dead and so are whole rows") {
  CHECK(parse_rle("x = 3, y = 5\no3$2o!") ==
        Grid({"O..", "...", "...", "OO.", "..."}));
  CHECK(parse_rle("x = 2, y = 1\n!") == Grid({".."}));
  CHECK(parse_rle("x = 1, y = 1\no$!") == Grid({"O"}));
}

TEST_CASE("lines wrap anywhere between runs and blanks do not matter") {
  const Grid gun = parse_rle(patterns::glider_gun);
  CHECK(gun.size() == Size{9, 36});
  CHECK(gun.population() == 36);
  CHECK(parse_rle("x=3,y=2\r\n o\tb\r\no $\n\n2\no !") == Grid({"O.O", "OO."}));
}

TEST_CASE("what follows the end of a pattern is not looked at") {
  CHECK(parse_rle("x = 1, y = 1\no!\nPublished somewhere, 1970") ==
        Grid({"O"}));
}

TEST_CASE("Conway's rule is known by each of its names and no other is") {
  for (const std::string rule : {"B3/S23", "b3/s23", "23/3"}) {
    CHECK(problem("x = 1, y = 1, rule = " + rule + " \no!") == "nothing");
  }
  CHECK(problem("x = 1, y = 1, rule = B36/S23\no!") ==
        "line 1, column 22: the rule is 'B36/S23', not Conway's B3/S23");
  CHECK(problem("x = 1, y = 1, rule =\no!") ==
        "line 1, column 21: the rule is '', not Conway's B3/S23");
  CHECK(problem("x = 1, y = 1, rule = B3/S23 o!") ==
        "line 1, column 29: the header ends with its rule");
}

TEST_CASE("a bad header is refused with its line and column") {
  const std::string reads =
      ": the header reads like: x = 3, y = 3, rule = B3/S23";
  CHECK(problem("") == "line 1, column 1" + reads);
  CHECK(problem("bo$2bo$3o!") == "line 1, column 1" + reads);
  CHECK(problem("#C only a comment") == "line 1, column 18" + reads);
  CHECK(problem("#C\nx = 3 y = 3\n!") == "line 2, column 7" + reads);
  CHECK(problem("x = 3, y = 3 rule = B3/S23\n!") ==
        "line 1, column 14" + reads);
  CHECK(problem("x = 0, y = 3\n!") ==
        "line 1, column 5: x is a whole number from 1 to 10000");
  CHECK(problem("x = 3, y = -3\n!") ==
        "line 1, column 12: y is a whole number from 1 to 10000");
  CHECK(problem("x = 99999999999999999999, y = 3\n!") ==
        "line 1, column 5: x is a whole number from 1 to 10000");
}

TEST_CASE("bad cells are refused with their line and column") {
  const std::string header = "x = 3, y = 2\n";
  CHECK(problem(header + "bo$\n 4o!") ==
        "line 3, column 2: the row is longer than x = 3");
  CHECK(problem(header + "2o2b!") ==
        "line 2, column 3: the row is longer than x = 3");
  CHECK(problem(header + "o$o$o!") ==
        "line 2, column 5: there are more rows than y = 2");
  CHECK(problem(header + "o3$!") ==
        "line 2, column 2: there are more rows than y = 2");
  CHECK(problem(header + "bxo!") ==
        "line 2, column 2: a run is of b, o or $, not of 'x'");
  CHECK(problem(header + "b\x1b!") ==
        "line 2, column 2: a run is of b, o or $, not of byte 0x1b");
  CHECK(problem(header + "2!") ==
        "line 2, column 2: a run is of b, o or $, not of '!'");
  CHECK(problem(header + "0o!") ==
        "line 2, column 1: a run count is a whole number from 1 to 10000");
  CHECK(problem(header + "o$o") ==
        "line 2, column 4: the pattern has no end, which is '!'");
  CHECK(problem(header + "o$3\n") ==
        "line 3, column 1: the pattern has no end, which is '!'");
}

TEST_CASE("a pattern error knows its line and column as numbers too") {
  try {
    parse_rle("x = 1, y = 1\n  ?");
    FAIL("accepted");
  } catch (const PatternError& error) {
    CHECK(error.line == 2);
    CHECK(error.column == 3);
  }
}

TEST_CASE("a file that cannot be read is named and so is a bad one") {
  const TemporaryDirectory folder;
  const std::string path = folder.path() / "bad.rle";
  std::ofstream(path) << "x = 1, y = 1\n?!";
  CHECK_THROWS_WITH_AS(
      read_rle(path),
      (path + ", line 2, column 1: a run is of b, o or $, not of '?'").c_str(),
      std::runtime_error);
  CHECK_THROWS_WITH_AS(read_rle("/no/such.rle"),
                       "open \"/no/such.rle\": No such file or directory",
                       std::system_error);
  CHECK_THROWS_WITH_AS(read_rle("/tmp"), "read \"/tmp\": Is a directory",
                       std::system_error);
  std::ofstream(path) << patterns::blinker;
  CHECK(read_rle(path) == Grid({"OOO"}));
}

TEST_CASE("the glider gun in this folder is the one of the program") {
  const auto folder = std::filesystem::path(__FILE__).parent_path();
  CHECK(read_rle(folder / "glider_gun.rle") == parse_rle(patterns::glider_gun));
}

TEST_CASE("a pattern is put into the middle of a grid if it fits") {
  CHECK(centered(Grid({"OO"}), {3, 4}) == Grid({"....", ".OO.", "...."}));
  CHECK(centered(Grid({"OO"}), {1, 2}) == Grid({"OO"}));
  CHECK_THROWS_WITH_AS(centered(Grid({"OO"}), {5, 1}),
                       "a pattern of 1x2 does not fit into 5x1",
                       std::invalid_argument);
}
