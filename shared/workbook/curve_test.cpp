#include "workbook/curve.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "workbook/sections.hpp"
#include "workbook/temporary_directory.hpp"

using workbook::Curve;

TEST_CASE("a curve is left for the book as it was drawn") {
  const workbook::TemporaryDirectory folder;
  ::setenv("WORKBOOK_CAPTURE", folder.path().c_str(), 1);
  Curve curve("A \"title\"", "workers", "times");
  curve.add("one", 1, 1);
  curve.add("two", 1, 0.5);
  curve.add("one", 2, 1.75);
  curve.show();
  const auto path = workbook::capture_path(".curve.json");
  REQUIRE(path);
  std::ifstream file(*path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  CHECK(text == R"({"title":"A \"title\"","x":"workers","y":"times","lines":[)"
                R"({"name":"one","points":[[1,1],[2,1.75]]},)"
                R"({"name":"two","points":[[1,0.5]]}]})"
                "\n");
}

TEST_CASE("a curve has no points at or below 0") {
  Curve curve("A title", "workers", "times");
  CHECK_THROWS_AS(curve.add("one", 0, 1), std::invalid_argument);
  CHECK_THROWS_AS(curve.add("one", 1, -1), std::invalid_argument);
}
