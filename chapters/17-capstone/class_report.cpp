#include "17-capstone/class_report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "17-capstone/content_hash.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kind = "workbook report";
constexpr int version = 1;
constexpr std::size_t learners_a_table = 40;

// The letter in a table: what a column can hold.
char mark(const ReportedExercise* exercise) {
  if (exercise == nullptr || exercise->state == State::not_started) return '.';
  if (exercise->state == State::started)
    return exercise->attempts == 0 ? '.' : '+';
  return exercise->other_test ? '!' : exercise->solution_seen ? 's' : '#';
}

Style style_of(char letter) {
  switch (letter) {
    case '#':
      return Style::green;
    case '!':
      return Style::red;
    case 's':
      return Style::yellow;
    default:
      return Style::dim;
  }
}

// As a count or a time can be, whatever the file says.
double number(const Json& object, const char* key) {
  return std::clamp(object.value(key, 0.0), 0.0, 1e6);
}

State to_state(const std::string& text) {
  if (text == to_string(State::solved)) return State::solved;
  return text == to_string(State::started) ? State::started
                                           : State::not_started;
}

}  // namespace

std::string worked(double seconds) {
  const int minutes = static_cast<int>(seconds / 60);
  return minutes < 60
             ? fmt::format("{} min", minutes)
             : fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

const ReportedExercise* LearnerReport::find(const std::string& id) const {
  const auto found = std::ranges::find(exercises, id, &ReportedExercise::id);
  return found == exercises.end() ? nullptr : &*found;
}

std::size_t LearnerReport::solved() const {
  return static_cast<std::size_t>(
      std::ranges::count(exercises, State::solved, &ReportedExercise::state));
}

Json make_report(const Context& context, const std::string& learner) {
  Json report = {{kind, version}, {"learner", learner}, {"when", utc_now()}};
  Json& exercises = report["exercises"] = Json::object();
  const std::shared_ptr<const Json> all = context.progress.read();
  const Json predictions = all->value("predictions", Json::object());
  for (const Exercise& exercise : context.catalog.exercises()) {
    const State state = context.progress.state(exercise);
    if (state == State::not_started) continue;
    const Record record = context.progress.record(exercise);
    const std::string answer =
        content_hash(read_file(context.places.answer(exercise)));
    Json one = {
        {"state", to_string(state)}, {"attempts", record.attempts},
        {"hints", record.hints},     {"seconds", record.seconds},
        {"first", record.first},     {"last", record.last},
        {"solved", record.solved},   {"solution_seen", record.solution_seen},
        {"answer", answer}};
    // The test that it passed, which may not be today's
    const std::string passed = context.progress.passed_test(exercise);
    one["test"] = passed.empty() ? context.places.test_hash(exercise) : passed;
    exercises[exercise.id()] = std::move(one);
  }
  report["predictions"] = predictions;
  return report;
}

LearnerReport read_report(const Context& context, const std::string& file) {
  if (::access(file.c_str(), R_OK) == -1) throw_errno("read " + file);
  const Json json = Json::parse(read_file(file), nullptr, false);
  if (!json.is_object() || !json.contains(kind)) {
    throw std::runtime_error(
        fmt::format("{} is no report; one is made by ./workbook report -o {}",
                    file, "mine.json"));
  }
  if (json.at(kind) != version) {
    throw std::runtime_error(fmt::format(
        "{} was made by another version of the workbook, which this "
        "one cannot read",
        file));
  }
  try {
    LearnerReport report{
        json.value("learner", file), json.value("when", ""), {}};
    for (const auto& [id, one] : json.at("exercises").items()) {
      ReportedExercise exercise{.id = id};
      exercise.state = to_state(one.value("state", ""));
      exercise.attempts = static_cast<int>(number(one, "attempts"));
      exercise.hints = static_cast<int>(number(one, "hints"));
      exercise.seconds = number(one, "seconds");
      exercise.solution_seen = one.value("solution_seen", false);
      const Exercise* known = context.catalog.find(id);
      if (known == nullptr)
        continue;  // of another version: nobody can count it
      exercise.other_test =
          exercise.state == State::solved &&
          one.value("test", "") != context.places.test_hash(*known);
      report.exercises.push_back(std::move(exercise));
    }
    return report;
  } catch (const Json::exception& error) {
    throw std::runtime_error(
        fmt::format("{} is a damaged report: {}", file, error.what()));
  }
}

std::vector<std::string> to_be_seen_to(
    const Context& context, const std::vector<LearnerReport>& reports) {
  std::vector<std::string> all;
  std::map<std::string, std::size_t> reports_of;
  for (const LearnerReport& report : reports) {
    ++reports_of[report.learner];
    std::string flagged;
    for (const ReportedExercise& exercise : report.exercises) {
      if (exercise.other_test)
        flagged += " " + context.catalog.find(exercise.id)->brief();
    }
    if (!flagged.empty())
      all.push_back(fmt::format("{} passed another test than yours:{}",
                                printable(report.learner), flagged));
  }
  for (const auto& [learner, count] : reports_of) {
    if (count > 1)
      all.push_back(
          fmt::format("{} has {} reports", printable(learner), count));
  }
  return all;
}

Lines class_table(const Context& context,
                  const std::vector<LearnerReport>& reports) {
  Lines lines;
  for (std::size_t from = 0; from < reports.size(); from += learners_a_table) {
    const std::size_t to = std::min(from + learners_a_table, reports.size());
    // The number of each learner, read from top to bottom
    std::string tens(30, ' ');
    std::string ones(30, ' ');
    for (std::size_t i = from + 1; i <= to; ++i) {
      tens += i % 10 == 0 ? fmt::format("{}", i / 10 % 10) : " ";
      ones += fmt::format("{}", i % 10);
    }
    if (to >= 10) lines.emplace_back(tens, Style::dim);
    lines.emplace_back(ones, Style::dim);
    for (const Exercise& exercise : context.catalog.exercises()) {
      Line line(fmt::format("{:<30.30}", exercise.brief()));
      std::size_t solved = 0;
      for (std::size_t i = from; i < to; ++i) {
        const char letter = mark(reports[i].find(exercise.id()));
        line.add(std::string(1, letter), style_of(letter));
        solved += letter != '.' && letter != '+' ? 1 : 0;
      }
      lines.push_back(line.add(fmt::format("  {}", solved)));
    }
    lines.emplace_back();
  }
  lines.emplace_back(
      "# solved   s solved, solution seen before   + started   . not started");
  lines.emplace_back("! solved, but its test is not the one of this checkout");
  for (const std::string& text : to_be_seen_to(context, reports)) {
    for (const std::string& line : fold(text, 80))
      lines.emplace_back(line, Style::red);
  }
  lines.emplace_back();
  lines.emplace_back(
      fmt::format("    {:<30} {:>6} {:>9} {:>6} {:>12}", "learner", "solved",
                  "attempts", "hints", "time"),
      Style::bold);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    int attempts = 0;
    int hints = 0;
    double seconds = 0;
    for (const ReportedExercise& exercise : reports[i].exercises) {
      attempts += exercise.attempts;
      hints += exercise.hints;
      seconds += exercise.seconds;
    }
    const std::string name = cut(printable(reports[i].learner), 30);
    lines.emplace_back(
        fmt::format("{:>3} {}{} {:>6} {:>9} {:>6} {:>12}", i + 1, name,
                    std::string(30 - columns_of(name), ' '),
                    reports[i].solved(), attempts, hints, worked(seconds)));
  }
  return lines;
}

}  // namespace workbook
