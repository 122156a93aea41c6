#include "08-worker-queues/line_diff.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "workbook/temporary_directory.hpp"

using namespace workbook;

TEST_CASE("code lines are what is neither comment nor blank nor brace") {
  const TemporaryDirectory folder;
  std::ofstream(folder.path() / "x.hpp") << "#include <x>\n"
                                            "namespace workbook {\n"
                                            "\n"
                                            "// A comment.\n"
                                            "int f() {  // and another\n"
                                            "  return 1;\n"
                                            "}\n"
                                            "}  // namespace workbook\n";
  CHECK(code_lines(folder.path() / "x.hpp") ==
        std::vector<std::string>{"int f() {", "return 1;"});
  CHECK_THROWS_AS(code_lines(folder.path() / "none.hpp"), std::runtime_error);
}

TEST_CASE("a diff counts what is not in both in the same order") {
  const auto check = [](const std::vector<std::string>& before,
                        const std::vector<std::string>& after,
                        std::size_t removed, std::size_t added) {
    const LineDiff diff = line_diff(before, after);
    CHECK(diff.removed == removed);
    CHECK(diff.added == added);
  };
  check({}, {}, 0, 0);
  check({"a", "b"}, {"a", "b"}, 0, 0);
  check({"a", "b", "c"}, {"a", "x", "y", "c"}, 1, 2);
  check({"a", "b"}, {"b", "a"}, 1, 1);
  check({}, {"a"}, 0, 1);
}
