#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "17-capstone/answers.hpp"
#include "17-capstone/commands.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/sections.hpp"

namespace workbook {
namespace {

const Exercise& chosen(const Context& context,
                       const std::optional<std::string>& exercise) {
  return exercise ? context.catalog.exercise(*exercise) : context.current();
}

// Paragraphs folded as one reads them, code as it is.
void print_flowing(const std::string& text) {
  constexpr std::size_t columns = 80;
  bool code = false;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("```")) code = !code;
    if (code) {
      fmt::print("{}\n", line);
      continue;
    }
    for (const std::string& part : fold(line, columns))
      fmt::print("{}\n", part);
  }
}

}  // namespace

int hint_command(Context& context, const std::optional<std::string>& exercise,
                 bool all) {
  const Exercise& of = chosen(context, exercise);
  if (of.hints.empty()) throw std::runtime_error(of.brief() + " has no hints");
  const int count = static_cast<int>(of.hints.size());
  const int seen = std::min(context.progress.record(of).hints, count);
  const int last = all ? count : std::min(seen + 1, count);
  const int first = all ? 1 : last;
  for (int i = first; i <= last; ++i) {
    print({Line(fmt::format("Hint {} of {} for {}", i, count, of.brief()),
                Style::bold)});
    fmt::print("\n");
    print_flowing(of.hints[static_cast<std::size_t>(i - 1)]);
    fmt::print("\n");
  }
  context.save([&](Progress& progress) { progress.add_hint(of, last); });
  if (last < count) {
    fmt::print("The next one: ./workbook hint {}\n", of.brief());
  } else if (!all) {
    fmt::print("That was the last one. All: ./workbook hint {} --all\n",
               of.brief());
  }
  return 0;
}

int solution_command(Context& context,
                     const std::optional<std::string>& exercise, bool spoil) {
  const Exercise& of = chosen(context, exercise);
  const bool solved = !context.progress.record(of).solved.empty() ||
                      context.progress.state(of) == State::solved;
  if (!solved && !spoil) {
    throw std::runtime_error(fmt::format(
        "the solution of {0} opens once yours passes\nA hint: ./workbook hint "
        "{0}\nAll the same: ./workbook solution {0} --spoil",
        of.brief()));
  }
  if (!solved) {
    context.save([&](Progress& progress) { progress.add_solution_seen(of); });
  }
  print({Line(context.places.shown(context.places.solution(of)), Style::bold)});
  fmt::print("\n{}", read_file(context.places.solution(of)));
  return 0;
}

int reset_command(Context& context,
                  const std::optional<std::string>& exercise) {
  if (!exercise) {
    throw UsageError(fmt::format(
        "reset needs the exercise\nThe present one: ./workbook reset {}",
        context.current().brief()));
  }
  const Exercise& of = context.catalog.exercise(*exercise);
  const auto kept = reset_answer(context.places, of);
  fmt::print("{} is the starter again.\n",
             context.places.shown(context.places.answer(of)));
  if (kept) fmt::print("Yours is kept in {}\n", context.places.shown(*kept));
  return 0;
}

int changes_command(Context& context,
                    const std::optional<std::string>& exercise, bool accept) {
  std::vector<Exercise> all = context.catalog.exercises();
  if (exercise) all = {context.catalog.exercise(*exercise)};
  bool any = false;
  for (const Exercise& of : all) {
    const bool test = context.progress.state(of) == State::solved &&
                      context.progress.test_changed(of);
    const bool starter = starter_changed(context.places, of);
    any = any || test || starter;
    if (test) {
      fmt::print(
          "The test of {0} changed since yours passed: ./workbook check "
          "{0}\n",
          of.brief());
    }
    if (starter && !accept) {
      fmt::print(
          "The starter of {} changed since you began. Your answer is "
          "left alone.\n\n",
          of.brief());
      print(starter_changes(context.places, of));
      fmt::print("\nOnce you have seen to it: ./workbook changes {} --accept\n",
                 of.brief());
    }
    if (starter && accept) {
      accept_starter(context.places, of);
      fmt::print("Noted: {} began with the starter of today.\n", of.brief());
    }
  }
  if (!any) fmt::print("No starter or test changed since you began.\n");
  return 0;
}

}  // namespace workbook
