#pragma once

#include <string_view>
#include <vector>

#include "17-capstone/result.hpp"

namespace workbook {

// The test cases that ran, from what doctest's XML reporter wrote. The text may
// end anywhere, as it does when the test was killed: a case that has no end in
// it comes back with `ended` false. Equal failures of a case are kept once.
std::vector<TestCase> parse_doctest_xml(std::string_view xml);

}  // namespace workbook
