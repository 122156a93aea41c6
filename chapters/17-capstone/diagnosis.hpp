#pragma once

#include <string>
#include <vector>

#include "17-capstone/catalog.hpp"
#include "17-capstone/line.hpp"
#include "17-capstone/result.hpp"

namespace workbook {

// What a learner needs to see of a result, the most telling thing first: the
// errors in his own file, the first test that fails with what it got and what
// it expected, the schedule that breaks, the rule that is broken.
Lines diagnose(const Result& result, const Exercise& exercise,
               const Places& places);

// Everything that the compiler or the test said.
Lines full_text(const Result& result, const Exercise& exercise,
                const Places& places);

// "does not pass yet: 5 of 8 tests pass"
Line headline(const Result& result, const Exercise& exercise);

// One message of a compiler.
struct CompilerError {
  std::string place;  // "work/01-subprocess/capture/capture.hpp:20:10"
  std::string message;
  std::vector<std::string> excerpt = {};  // the source, with the place marked
  bool own = false;                       // in the learner's file
};
std::vector<CompilerError> parse_errors(const std::string& text,
                                        const std::string& own_folder);

// The rule of the exercise that a test by this name is about, or empty.
std::string rule_of(const std::string& test_case, const Exercise& exercise);

}  // namespace workbook
