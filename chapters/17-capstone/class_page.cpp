#include <fmt/format.h>

#include <algorithm>

#include "17-capstone/class_report.hpp"
#include "17-capstone/result_files.hpp"

namespace workbook {
namespace {

constexpr const char* style = R"(
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem auto;
  max-width: 80rem; padding: 0 1rem; }
table { border-collapse: separate; border-spacing: 0; }
th, td { padding: .2rem .4rem; border: 1px solid #8884;
  border-width: 0 1px 1px 0; text-align: left; }
.class thead th { vertical-align: bottom; }
.class thead th.exercise { writing-mode: vertical-rl;
  transform: rotate(180deg); }
.class th[scope=row], .class thead th:first-child { position: sticky; left: 0;
  background: Canvas; min-width: 8rem; max-width: 10rem;
  overflow-wrap: break-word; }
.class td { text-align: center; font-variant-numeric: tabular-nums; }
.class tfoot th, .class tfoot td { border-top: 2px solid #8888; }
.solved { background: #2a93; }
.started { background: #ca33; }
.flagged { background: #c333; }
p.flagged { margin: .3rem 0; padding: 0 .4rem; }
.wide { overflow-x: auto; margin: 1rem 0; }
summary { cursor: pointer; padding: .2rem 0; }
details table { margin: .3rem 0 1rem; }
)";

struct Cell {
  const char* kind;
  const char* mark;
  std::string text;
};

Cell cell(const ReportedExercise* exercise) {
  if (exercise == nullptr || exercise->state == State::not_started)
    return {"", "", "not started"};
  if (exercise->state == State::started && exercise->attempts == 0)
    return {"", "", "looked at"};
  std::string text = fmt::format(
      "{}, {}",
      counted(static_cast<std::size_t>(exercise->attempts), "attempt"),
      worked(exercise->seconds));
  if (exercise->hints > 0) text += fmt::format(", hints: {}", exercise->hints);
  if (exercise->solution_seen) text += ", solution seen before";
  if (exercise->state == State::started)
    return {"started", "+", "started: " + text};
  if (exercise->other_test)
    return {"flagged", "!", "solved with another test: " + text};
  return {"solved", exercise->solution_seen ? "s" : "#", "solved: " + text};
}

std::string name_of(const LearnerReport& report) {
  return escaped(printable(report.learner));
}

// A row a learner, a column an exercise, and how many solved each.
std::string overview(const std::vector<Exercise>& exercises,
                     const std::vector<LearnerReport>& reports) {
  std::string page =
      "<div class=\"wide\">\n<table class=\"class\">\n<thead><tr>"
      "<th scope=\"col\">learner</th><th scope=\"col\">solved</th>";
  std::string feet;
  for (const Exercise& exercise : exercises) {
    page +=
        fmt::format(R"(<th scope="col" class="exercise" title="{}">{}</th>)",
                    escaped(exercise.title), escaped(exercise.brief()));
    const auto solved =
        std::ranges::count_if(reports, [&](const LearnerReport& report) {
          const ReportedExercise* found = report.find(exercise.id());
          return found != nullptr && found->state == State::solved;
        });
    feet += fmt::format("<td>{}</td>", solved);
  }
  page += "</tr></thead>\n<tbody>\n";
  for (const LearnerReport& report : reports) {
    page += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>",
                        name_of(report), report.solved());
    for (const Exercise& exercise : exercises) {
      const Cell one = cell(report.find(exercise.id()));
      page += fmt::format(R"(<td class="{}" title="{}">{}</td>)", one.kind,
                          one.text, one.mark);
    }
    page += "</tr>\n";
  }
  return page +
         "</tbody>\n<tfoot><tr><th scope=\"row\">solved by</th><td></td>" +
         feet + "</tr></tfoot>\n</table>\n</div>\n";
}

// What one learner did, folded.
std::string one_learner(const std::vector<Exercise>& exercises,
                        const LearnerReport& report) {
  std::string rows;
  for (const Exercise& exercise : exercises) {
    const ReportedExercise* found = report.find(exercise.id());
    if (found == nullptr) continue;
    const Cell one = cell(found);
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"{}\">{}</td></tr>\n",
        escaped(exercise.brief()), one.kind, one.text);
  }
  return fmt::format(
      "<details><summary>{}: {} of {}</summary>\n<p>Written {}</p>\n"
      "<table>\n{}</table></details>\n",
      name_of(report), report.solved(), exercises.size(),
      escaped(printable(report.when)), rows);
}

}  // namespace

std::string class_page(const Context& context,
                       const std::vector<LearnerReport>& reports) {
  const std::vector<Exercise> exercises = context.catalog.exercises();
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<title>Results of {0}</title>\n<style>{1}</style>\n</head>\n<body>\n"
      "<h1>Results of {0}</h1>\n",
      counted(reports.size(), "learner"), style);
  for (const std::string& line : to_be_seen_to(context, reports))
    page += fmt::format("<p class=\"flagged\">{}</p>\n", escaped(line));
  page += overview(exercises, reports);
  page +=
      "<p># solved, s solved and the solution seen before, + started, "
      "! solved with another test: the test that passed is not the one of the "
      "checkout that made this page. It was edited, or the versions "
      "differ.</p>\n<h2>Each learner</h2>\n";
  for (const LearnerReport& report : reports)
    page += one_learner(exercises, report);
  return page + "</body>\n</html>\n";
}

}  // namespace workbook
