#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "01-subprocess/run.hpp"
#include "17-capstone/answers.hpp"
#include "17-capstone/commands.hpp"
#include "17-capstone/readme.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t columns = 80;
constexpr std::size_t state_width = 27;  // " 30 min  test changed", margins

// A program lists its own sections, so they are known once it is built.
void add_sections(Lines& lines, const Context& context,
                  const Chapter& chapter) {
  const auto program =
      context.places.build / "chapters" / chapter.name / chapter.name;
  Output output;
  std::error_code none;
  if (std::filesystem::exists(program, none)) {
    try {
      output = run({program.string(), "--sections"}, {.limit = 5s});
    } catch (const std::system_error&) {
      output.status.code = 1;  // half built, perhaps
    }
  }
  if (output.out.empty() || !output.status.success()) {
    lines.emplace_back(
        fmt::format("  sections: ./workbook run {} builds the program and runs "
                    "them",
                    chapter.name.substr(0, 2)));
    return;
  }
  std::vector<std::pair<std::string, std::string>> sections;
  std::size_t wide = 0;
  for (const std::string& line : lines_of(output.out)) {
    const std::size_t tab = std::min(line.find('\t'), line.size());
    sections.emplace_back(line.substr(0, tab),
                          tab < line.size() ? line.substr(tab + 1) : "");
    wide = std::max(wide, tab);
  }
  lines.emplace_back("  sections");
  for (const auto& [name, text] : sections) {
    const Line line(fmt::format("    {:<{}}  {}", name, wide, text));
    lines.emplace_back(line.shown(columns - 1, false));
  }
}

// As wide as `room`, in the terminal's columns; what is longer is cut and
// ends with an ellipsis.
std::string padded(const std::string& text, std::size_t room) {
  const std::string part = Line(text).shown(room, false);
  return part + std::string(room - columns_of(part), ' ');
}

// `wide`: the columns of the longest name
void add_exercise(Lines& lines, const Context& context,
                  const Exercise& exercise, std::size_t wide) {
  const std::size_t title_width = columns - wide - state_width;
  const State state = context.progress.state(exercise);
  const bool changed =
      state == State::solved && context.progress.test_changed(exercise);
  lines.push_back(
      Line(fmt::format("    {:<{}} {} {:>3} min  ", exercise.name, wide,
                       padded(exercise.title, title_width), exercise.minutes))
          .add(changed ? "test changed" : to_string(state),
               changed                  ? Style::yellow
               : state == State::solved ? Style::green
                                        : Style::plain));
}

}  // namespace

int list_command(Context& context) {
  if (context.catalog.chapters().empty()) {
    throw std::runtime_error("there are no chapters in " +
                             (context.places.root / "chapters").string());
  }
  Lines lines;
  std::vector<std::string> changed;
  std::size_t wide = 14;
  for (const Exercise& exercise : context.catalog.exercises())
    wide = std::clamp<std::size_t>(exercise.name.size(), wide, 24);
  for (const Chapter& chapter : context.catalog.chapters()) {
    lines.push_back(Line(chapter.name, Style::bold).add("  " + chapter.title));
    add_sections(lines, context, chapter);
    if (!chapter.exercises.empty()) lines.emplace_back("  exercises");
    for (const Exercise& exercise : chapter.exercises) {
      add_exercise(lines, context, exercise, wide);
      if (starter_changed(context.places, exercise))
        changed.push_back(exercise.brief());
    }
  }
  lines.emplace_back();
  for (const std::string& brief : changed) {
    lines.emplace_back(
        fmt::format("The starter of {} changed since you began: ./workbook "
                    "changes {}",
                    brief, brief),
        Style::yellow);
  }
  const std::size_t all = context.catalog.exercises().size();
  lines.emplace_back(fmt::format("{} of {} solved.", context.solved(),
                                 counted(all, "exercise")));
  lines.emplace_back(
      fmt::format("Run a section with ./workbook run {}, work on an exercise "
                  "with ./workbook watch.",
                  context.catalog.chapters().back().name.substr(0, 2)));
  print(lines);
  return 0;
}

}  // namespace workbook
