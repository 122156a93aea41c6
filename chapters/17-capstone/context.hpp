#pragma once

#include <string>
#include <vector>

#include "17-capstone/catalog.hpp"
#include "17-capstone/line.hpp"
#include "17-capstone/progress.hpp"
#include "17-capstone/result.hpp"

namespace workbook {

// What every command works on.
struct Context {
  explicit Context(Places where);

  Places places;
  Catalog catalog;
  Progress progress;
  std::vector<std::string> told;  // by `progress`, for the learner

  // The exercise that was last worked on, if it is not solved; else the first
  // that is not; else the last. Throws UsageError when there are none.
  const Exercise& current() const;

  // The first that is not solved, behind `after` first; or nullptr.
  const Exercise* next_unsolved(const std::string& after = "") const;

  std::size_t solved() const;

  // Counts a result as an attempt, unless the answer was changed while it was
  // built and tested, so that nobody knows which text it is about.
  void record(const Result& result);

  // Does what changes the progress; when it cannot be saved, says so and goes
  // on: the result of a test is worth more than its record.
  template <typename Change>
  void save(Change change) {
    try {
      change(progress);
    } catch (const std::exception& error) {
      told.push_back(std::string("Your progress is not saved: ") +
                     error.what());
    }
  }
};

// Prints lines to standard output, with color where it takes any.
void print(const Lines& lines);

// Ends what `print` and others wrote: throws std::system_error when the disk is
// full or the pipe is closed.
void flush_output();

// "workbook: what" and further lines, to standard error.
void complain(const std::string& what);

}  // namespace workbook
