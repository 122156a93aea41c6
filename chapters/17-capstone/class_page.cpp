#include <fmt/format.h>

#include "17-capstone/class_report.hpp"
#include "17-capstone/result_files.hpp"

namespace workbook {
namespace {

constexpr const char* style = R"(
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .25rem .6rem; border: 1px solid #8886; text-align: left; }
thead th { vertical-align: bottom; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.solved { background: #2a93; }
td.started { background: #ca33; }
td.flagged { background: #c333; }
.wide { overflow-x: auto; }
)";

struct Cell {
  const char* kind;
  std::string text;
};

Cell cell(const ReportedExercise* exercise) {
  if (exercise == nullptr || exercise->state == State::not_started)
    return {"", "\xe2\x80\x93"};
  std::string text = fmt::format(
      "{}, {}",
      exercise->attempts == 1 ? "1 attempt"
                              : fmt::format("{} attempts", exercise->attempts),
      worked(exercise->seconds));
  if (exercise->hints > 0) text += fmt::format(", hints: {}", exercise->hints);
  if (exercise->solution_seen) text += ", solution seen before";
  if (exercise->state == State::started) return {"started", "started: " + text};
  if (exercise->other_test)
    return {"flagged", "solved with another test: " + text};
  return {"solved", "solved: " + text};
}

}  // namespace

std::string class_page(const Context& context,
                       const std::vector<LearnerReport>& reports) {
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<title>Results of {0}</title>\n<style>{1}</style>\n</head>\n<body>\n"
      "<h1>Results of {0}</h1>\n<div class=\"wide\">\n<table>\n<thead><tr>"
      "<th scope=\"col\">learner</th><th scope=\"col\">solved</th>",
      counted(reports.size(), "learner"), style);
  const std::vector<Exercise> exercises = context.catalog.exercises();
  for (const Exercise& exercise : exercises) {
    page += fmt::format("<th scope=\"col\">{}<br>{}</th>",
                        escaped(exercise.brief()), escaped(exercise.title));
  }
  page += "</tr></thead>\n<tbody>\n";
  for (const LearnerReport& report : reports) {
    page += fmt::format(
        "<tr><th scope=\"row\">{}<br><small>{}</small></th>"
        "<td class=\"number\">{} of {}</td>",
        escaped(printable(report.learner)), escaped(printable(report.when)),
        report.solved(), exercises.size());
    for (const Exercise& exercise : exercises) {
      const Cell one = cell(report.find(exercise.id()));
      page += fmt::format("<td class=\"{}\">{}</td>", one.kind, one.text);
    }
    page += "</tr>\n";
  }
  return page +
         "</tbody>\n</table>\n</div>\n<p>Solved with another test: the test "
         "that passed is not the one of the checkout that made this page. It "
         "was edited, or the versions differ.</p>\n</body>\n</html>\n";
}

}  // namespace workbook
