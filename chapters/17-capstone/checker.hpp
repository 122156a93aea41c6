#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "17-capstone/catalog.hpp"
#include "17-capstone/result.hpp"

namespace workbook {

// Hears what is going on and for how many seconds: "building", 3.
using HearPhase = std::function<void(const std::string& what, int seconds)>;

// Builds and tests answers, as CMake and the tests of the exercises do it.
// Safe to use from many threads, but only one build runs at a time.
class Checker {
 public:
  explicit Checker(Places places) : places_(std::move(places)) {}

  // Both steps for one answer. A stop ends what runs; the verdict is then
  // `cancelled`. Throws when the log cannot be written.
  Result check(const Exercise& exercise, const std::stop_token& stop,
               const HearPhase& hear) const;

  // The text of the answer, as it is now.
  std::string answer(const Exercise& exercise) const;
  bool has_answer(const Exercise& exercise) const;

  // Builds many at once: what the compiler said of each that failed. Under the
  // key "" is what has to do with none of them.
  std::map<std::string, std::string> build(
      const std::vector<Exercise>& exercises, const std::stop_token& stop,
      const HearPhase& hear) const;

  // Runs the test of an answer that is built.
  Result test(const Exercise& exercise, const std::stop_token& stop,
              const HearPhase& hear) const;

 private:
  Places places_;
};

// The text of a build with `-k 0` by the exercise whose target failed. What the
// build program says for itself is left out.
std::map<std::string, std::string> errors_by_exercise(
    const std::string& log, const std::vector<Exercise>& exercises);

// From the status of a test program (workbook/supervise.hpp).
Verdict verdict_of(int status);

}  // namespace workbook
