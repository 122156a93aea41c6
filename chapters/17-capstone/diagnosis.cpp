#include "17-capstone/diagnosis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "17-capstone/readme.hpp"

namespace workbook {
namespace {

constexpr std::size_t most_errors = 3;
constexpr std::size_t most_excerpt = 4;
constexpr std::size_t most_checks = 3;
constexpr std::size_t most_lines = 60;

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;)
    text.erase(at, part.size());
  return text;
}

// Paths as the learner knows them.
std::string with_short_paths(const std::string& text, const Exercise& exercise,
                             const Places& places) {
  const std::string folder = places.folder(exercise).string() + "/";
  return printable(without(without(text, folder), places.root.string() + "/"));
}

void add_text(Lines& lines, const std::string& text, const std::string& indent,
              Style style = Style::plain) {
  for (const std::string& line : lines_of(text))
    lines.emplace_back(indent + line, style);
}

// Puts the values of `a == b` below each other. Where the text has several
// ` == `, nobody can tell which one it is.
void add_values(Lines& lines, const FailedCheck& check) {
  constexpr std::string_view equals = " == ";
  const std::size_t at = check.values.find(equals);
  const bool one = at != std::string::npos &&
                   at == check.values.rfind(equals) &&
                   check.check.find(equals) != std::string::npos;
  const auto add = [&](const char* what, const std::string& value) {
    lines.push_back(Line("    ").add(what, Style::dim).add(value));
  };
  if (one) {
    add("got       ", check.values.substr(0, at));
    add("expected  ", check.values.substr(at + equals.size()));
  } else if (!check.values.empty()) {
    add("values    ", check.values);
  }
}

bool is_schedule(const std::string& note) {
  return note.find("schedule") != std::string::npos &&
         note.find('\n') != std::string::npos;
}

void add_check(Lines& lines, const FailedCheck& check,
               const std::string& brief) {
  // An exploration that failed says all there is to say in its note.
  const auto schedule = std::ranges::find_if(check.notes, is_schedule);
  if (schedule != check.notes.end()) {
    for (std::string line : lines_of(*schedule)) {
      if (line.find("WORKBOOK_REPLAY=") != std::string::npos)
        line += " ./workbook check " + brief;
      lines.emplace_back(line);
    }
    return;
  }
  if (check.line != 0) {
    lines.push_back(
        Line("  ")
            .add(fmt::format("{}:{}", check.file, check.line), Style::bold)
            .add("  " + check.check));
  }
  if (!check.exception.empty()) {
    lines.push_back(
        Line("    ").add("thrown    ", Style::dim).add(check.exception));
  }
  add_values(lines, check);
  for (const std::string& note : check.notes) add_text(lines, note, "    ");
}

void add_case(Lines& lines, const TestCase& test, const Exercise& exercise,
              std::size_t most) {
  lines.push_back(
      Line("In the test: ", Style::dim).add(test.name, Style::bold));
  // A crash, or an exception from nowhere, breaks no rule in particular.
  const bool checked = std::ranges::any_of(
      test.failures, [](const FailedCheck& each) { return each.line != 0; });
  const std::string rule = rule_of(test.name, exercise);
  if (checked && !rule.empty()) {
    lines.push_back(Line("Broken rule: ", Style::dim).add(rule, Style::yellow));
  }
  lines.emplace_back();
  std::size_t shown = 0;
  for (const FailedCheck& check : test.failures) {
    if (shown++ == most) break;
    add_check(lines, check, exercise.brief());
  }
  if (test.failures.size() > most) {
    lines.emplace_back(
        fmt::format("  and {} in this test",
                    counted(test.failures.size() - most, "more check")),
        Style::dim);
  }
}

void add_said(Lines& lines, const std::string& text) {
  std::vector<std::string> all = lines_of(text);
  while (!all.empty() && trimmed(all.front()).empty()) all.erase(all.begin());
  for (std::size_t i = 0; i < all.size() && i < most_lines; ++i)
    lines.emplace_back(all[i]);
}

void diagnose_compile(Lines& lines, const Result& result,
                      const Exercise& exercise, const Places& places) {
  const std::string text = with_short_paths(result.errors, exercise, places);
  std::vector<CompilerError> errors =
      parse_errors(text, places.shown(places.answer_folder(exercise)) + "/");
  std::ranges::stable_partition(errors, &CompilerError::own);
  // What other files say of it follows from the errors in the learner's own.
  const auto own = static_cast<std::size_t>(
      std::ranges::count_if(errors, &CompilerError::own));
  const std::size_t most = own == 0 ? most_errors : std::min(own, most_errors);
  if (errors.empty()) {
    add_said(lines, text);
    return;
  }
  std::size_t shown = 0;
  for (const CompilerError& error : errors) {
    if (shown == most) break;
    if (shown++ != 0) lines.emplace_back();
    lines.push_back(Line(error.place, Style::bold)
                        .add(": ")
                        .add("error: ", Style::red)
                        .add(error.message));
    for (const std::string& line : error.excerpt) lines.emplace_back(line);
  }
  if (errors.size() > shown) {
    lines.emplace_back();
    lines.emplace_back(
        fmt::format("and {}, which may go with the first",
                    counted(errors.size() - shown, "more error")),
        Style::dim);
  }
}

void diagnose_test(Lines& lines, const Result& result, const Exercise& exercise,
                   const Places& places) {
  const std::string said = with_short_paths(result.said, exercise, places);
  const TestCase* first = nullptr;
  std::vector<std::string> others;
  for (const TestCase& test : result.cases) {
    if (test.passed) continue;
    if (first == nullptr && !test.failures.empty()) {
      first = &test;
    } else if (test.ended) {
      others.push_back(test.name);
    }
  }
  if (result.verdict != Verdict::fails || first == nullptr) {
    // The report of the supervisor, or what an odd test prints
    add_said(lines, said);
    const bool inside = !result.cases.empty() && !result.cases.back().ended;
    const std::string rule =
        inside ? rule_of(result.cases.back().name, exercise) : "";
    if (!rule.empty()) {
      lines.emplace_back();
      lines.push_back(
          Line("Broken rule: ", Style::dim).add(rule, Style::yellow));
    }
    if (first != nullptr) lines.emplace_back();
  }
  if (first != nullptr) add_case(lines, *first, exercise, most_checks);
  if (!others.empty()) {
    lines.emplace_back();
    for (const std::string& name : others)
      lines.push_back(Line("Fails too: ", Style::dim).add(name));
  }
  const bool scheduled =
      first != nullptr &&
      std::ranges::any_of(first->failures, [](const FailedCheck& check) {
        return std::ranges::any_of(check.notes, is_schedule);
      });
  if ((scheduled || result.verdict == Verdict::stuck) &&
      !exercise.lesson_section.empty()) {
    lines.emplace_back();
    lines.push_back(
        Line("The lesson has it: ", Style::dim)
            .add(fmt::format("chapters/{}/lesson.md, \"{}\"", exercise.chapter,
                             exercise.lesson_section)));
  }
}

std::set<std::string> significant_words(const std::string& text) {
  constexpr std::size_t stem = 5;
  constexpr std::size_t least = 3;
  constexpr std::array common = {"the", "and",  "are", "that", "thi",
                                 "not", "what", "doe", "over", "schedule"};
  std::set<std::string> words;
  std::string word;
  for (const char letter : text + " ") {
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
        letter == '_') {
      word += static_cast<char>(std::tolower(letter));
      continue;
    }
    if (word.ends_with('s')) word.pop_back();
    if (word.size() >= least && std::ranges::find(common, word) == common.end())
      words.insert(word.substr(0, stem));
    word.clear();
  }
  return words;
}

// What is between periods and colons, and all of it.
std::vector<std::string> sentences(const std::string& text) {
  std::vector<std::string> all = {text};
  std::string one;
  for (const char letter : text) {
    one += letter;
    if (letter != '.' && letter != ':') continue;
    all.push_back(one);
    one.clear();
  }
  all.push_back(one);
  return all;
}

}  // namespace

std::string rule_of(const std::string& test_case, const Exercise& exercise) {
  constexpr double enough = 0.5;
  const std::set<std::string> wanted = significant_words(test_case);
  double best = enough;
  std::string found;
  for (const std::string& rule : exercise.rules) {
    for (const std::string& sentence : sentences(rule)) {
      const std::set<std::string> words = significant_words(sentence);
      const auto common = std::ranges::count_if(
          words,
          [&](const std::string& word) { return wanted.contains(word); });
      // How much of both is common to both: 1 for the same words.
      const double alike = 2.0 * static_cast<double>(common) /
                           static_cast<double>(words.size() + wanted.size());
      if (common < 2 || alike <= best) continue;
      best = alike;
      found = rule;
    }
  }
  return found;
}

namespace {

// Of a linker's line about a function that was declared and not defined: its
// name with (), for its parameters may take several lines. Otherwise empty.
std::string undefined_function(const std::string& line) {
  for (const std::string_view before :
       {"undefined symbol: ", "undefined reference to `",
        "undefined reference to '"}) {
    const std::size_t at = line.find(before);
    if (at == std::string::npos) continue;
    const std::string symbol = line.substr(at + before.size());
    const std::size_t end = symbol.find('(');
    if (end != std::string::npos) return symbol.substr(0, end) + "()";
  }
  return "";
}

}  // namespace

std::vector<CompilerError> parse_errors(const std::string& text,
                                        const std::string& own_folder) {
  std::vector<CompilerError> errors;
  bool in_error = false;
  for (const std::string& line : lines_of(text)) {
    std::size_t at = line.find(": error: ");
    std::size_t length = std::string_view(": error: ").size();
    if (at == std::string::npos) {
      at = line.find(": fatal error: ");
      length = std::string_view(": fatal error: ").size();
    }
    const std::string undefined = undefined_function(line);
    const bool linker = line.find("/ld: ") != std::string::npos &&
                        line.find("in function") == std::string::npos;
    if (line.starts_with("collect2: ") && !errors.empty()) continue;
    if (!undefined.empty()) {
      errors.push_back({"the linker",
                        "nothing defines " + undefined + " as it is declared"});
      in_error = false;
    } else if (at != std::string::npos) {
      errors.push_back({line.substr(0, at),
                        line.substr(at + length),
                        {},
                        line.starts_with(own_folder)});
      in_error = true;
    } else if (linker) {
      errors.push_back({"the linker", line.substr(line.find("/ld: ") + 5)});
      in_error = false;
    } else if (in_error && line.starts_with(' ') &&
               line.find(" | ") != std::string::npos) {
      if (errors.back().excerpt.size() < most_excerpt)
        errors.back().excerpt.push_back(line);
    } else if (in_error && line.starts_with(own_folder) && !errors.back().own) {
      // "required from here": the place in the learner's file that leads there
      errors.back().excerpt.push_back("  " + line);
    } else {
      in_error = in_error && (line.starts_with(' ') ||
                              line.find("note:") == std::string::npos);
    }
  }
  return errors;
}

Line headline(const Result& result, const Exercise& exercise) {
  if (result.solved()) return {exercise.brief() + " is solved.", Style::green};
  Line line(exercise.brief() + " " + to_string(result.verdict) + ".",
            Style::red);
  if (result.verdict == Verdict::crashes)
    line = Line(fmt::format("{} crashes (exit status {}).", exercise.brief(),
                            result.status),
                Style::red);
  if (!result.cases.empty() && result.cases.back().ended) {
    line.add(fmt::format("  {} of {} pass.", result.passed(),
                         counted(result.cases.size(), "test")));
  } else if (!result.cases.empty()) {  // how many there are is not known
    line.add(fmt::format("  It ended in test {}.", result.cases.size()));
  }
  return line;
}

Lines diagnose(const Result& result, const Exercise& exercise,
               const Places& places) {
  Lines lines;
  switch (result.verdict) {
    case Verdict::solved:
    case Verdict::cancelled:
      break;
    case Verdict::no_answer:
      lines.emplace_back(
          "The file is gone. Save it again, or begin again from the starter: "
          "x");
      break;
    case Verdict::does_not_compile:
      diagnose_compile(lines, result, exercise, places);
      break;
    case Verdict::cannot_build:
      lines.emplace_back(
          "A file that is not yours does not build. Did a file of the workbook "
          "change?",
          Style::yellow);
      lines.emplace_back("`git status` and `git diff` show what.");
      lines.emplace_back();
      diagnose_compile(lines, result, exercise, places);
      break;
    default:
      diagnose_test(lines, result, exercise, places);
  }
  return lines;
}

Lines full_text(const Result& result, const Exercise& exercise,
                const Places& places) {
  Lines lines;
  add_text(lines, with_short_paths(result.errors, exercise, places), "");
  for (const TestCase& test : result.cases) {
    if (test.passed) {
      lines.push_back(Line("passes  ", Style::green).add(test.name));
    } else if (test.failures.empty()) {
      lines.push_back(Line(test.ended ? "fails   " : "ended in  ", Style::red)
                          .add(test.name));
    }
  }
  for (const TestCase& test : result.cases) {
    if (test.passed || test.failures.empty()) continue;
    lines.emplace_back();
    add_case(lines, test, exercise, test.failures.size());
  }
  const std::string said = with_short_paths(result.said, exercise, places);
  if (!trimmed(said).empty()) {
    lines.emplace_back();
    lines.emplace_back("What the test printed:", Style::dim);
    add_text(lines, said, "");
  }
  return lines;
}

}  // namespace workbook
