#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "17-capstone/context.hpp"

namespace workbook {

// What a learner did with one exercise, as a report file tells it.
struct ReportedExercise {
  std::string id;
  State state = State::not_started;
  int attempts = 0;
  int hints = 0;
  double seconds = 0;
  bool solution_seen = false;
  bool other_test = false;  // it passed another test than the reader's
};

struct LearnerReport {
  std::string learner;
  std::string when;
  std::vector<ReportedExercise> exercises;

  const ReportedExercise* find(const std::string& id) const;
  std::size_t solved() const;
};

// The learner's own, for a teacher.
nlohmann::ordered_json make_report(const Context& context,
                                   const std::string& learner);

// Reads a report file. Throws std::runtime_error that names the file when it is
// none. Its tests are compared with those of this checkout.
LearnerReport read_report(const Context& context, const std::string& file);

// What a teacher should look into, a sentence each: answers that passed another
// test, and several reports of one learner.
std::vector<std::string> to_be_seen_to(
    const Context& context, const std::vector<LearnerReport>& reports);

// A table of a class, at most 80 columns wide: a line an exercise, a column a
// learner, and below it a line a learner.
Lines class_table(const Context& context,
                  const std::vector<LearnerReport>& reports);

// The same as one HTML page that needs nothing else.
std::string class_page(const Context& context,
                       const std::vector<LearnerReport>& reports);

// "1 h 05 min", "12 min"
std::string worked(double seconds);

}  // namespace workbook
