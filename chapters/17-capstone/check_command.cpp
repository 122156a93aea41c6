#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "17-capstone/answers.hpp"
#include "17-capstone/check_all.hpp"
#include "17-capstone/commands.hpp"
#include "17-capstone/diagnosis.hpp"
#include "17-capstone/readme.hpp"
#include "17-capstone/result_files.hpp"
#include "17-capstone/signals.hpp"
#include "17-capstone/terminal.hpp"

namespace workbook {
namespace {

// A line for as long as something runs; nothing off a terminal.
class Transient {
 public:
  void show(const std::string& text) const {
    if (!on_) return;
    fmt::print("\r\033[K{}", cut(text, Terminal::size().columns - 1));
    std::fflush(stdout);
  }
  void clear() const {
    if (on_) fmt::print("\r\033[K");
  }

 private:
  const bool on_ = has_terminal();
};

void say_next(const Context& context, const Exercise& exercise) {
  const std::string folder =
      context.places.shown(context.places.folder(exercise));
  fmt::print("  edit   {}\n  task   {}/README.md (with hints)\n",
             context.places.shown(context.places.answer(exercise)), folder);
  fmt::print("  test   {}/test.cpp\n  again  ./workbook check {}\n", folder,
             exercise.brief());
}

void say_solved(const Context& context, const Exercise& exercise) {
  const auto folder = context.places.folder(exercise);
  fmt::print("Compare yours with {}/solution.\n", context.places.shown(folder));
  fmt::print(
      "Now read the answers that look right and are not, and why, beside it in "
      "wrong/:\n{}\n",
      wrapped(wrong_answers(context.places, exercise), 2));
  if (const Exercise* next = context.next_unsolved(exercise.id())) {
    fmt::print("Next: ./workbook check {}  ({})\n", next->brief(), next->title);
  } else {
    fmt::print("That was the last one: all exercises are solved.\n");
  }
}

void begin(Context& context, const Exercise& exercise, bool quiet) {
  try {
    if (copy_starter(context.places, exercise) && !quiet) {
      fmt::print("The starter is copied; this file is yours to edit:\n  {}\n",
                 context.places.shown(context.places.answer(exercise)));
    }
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("cannot write to {}\n{}",
                                         context.places.work().string(),
                                         error.what()));
  }
}

void show_one(const Context& context, const Exercise& exercise,
              const Result& result) {
  print(diagnose(result, exercise, context.places));
  if (!result.solved()) fmt::print("\n");
  print({headline(result, exercise)});
  if (result.solved()) {
    say_solved(context, exercise);
  } else {
    say_next(context, exercise);
  }
}

void show_row(const Context& context, const Result& result) {
  Line line(fmt::format("  {:<32} ", result.exercise));
  line.add(to_string(result.verdict),
           result.solved() ? Style::green : Style::red);
  const Exercise& exercise = *context.catalog.find(result.exercise);
  const auto failed = std::ranges::find_if(
      result.cases, [](const TestCase& test) { return !test.passed; });
  if (failed != result.cases.end()) {
    const std::string rule = rule_of(failed->name, exercise);
    line.add(": " + failed->name, Style::dim);
  }
  print({Line(line.shown(Terminal::size().columns, has_color()))});
}

}  // namespace

int check_command(Context& context, const CheckOptions& options) {
  std::vector<Exercise> wanted;
  std::string word = options.what.value_or("");
  while (word.ends_with('/')) word.pop_back();
  for (const std::string_view prefix : {"./", "chapters/", "work/"}) {
    if (word.starts_with(prefix)) word.erase(0, prefix.size());
  }
  const bool one = word.find('/') != std::string::npos ||
                   context.catalog.find_by_name(word) != nullptr;
  if (one) {
    wanted.push_back(context.catalog.exercise(word));
    begin(context, wanted[0], options.json);
  } else {
    std::vector<Exercise> all = context.catalog.exercises();
    std::string of;
    if (options.what) {
      const Chapter& chapter = context.catalog.chapter(word);
      all = chapter.exercises;
      of = " of " + chapter.name;
    }
    if (all.empty())
      throw std::runtime_error(of.empty() ? "the workbook has no exercises"
                                          : of.substr(4) + " has no exercises");
    std::ranges::copy_if(
        all, std::back_inserter(wanted), [&](const Exercise& exercise) {
          return context.progress.state(exercise) != State::not_started;
        });
    if (wanted.empty()) {
      throw std::runtime_error(fmt::format(
          "you have not started an exercise{} yet\nStart the first: ./workbook "
          "check {}",
          of, all.front().brief()));
    }
  }

  std::stop_source stop;
  std::atomic<int> signal = 0;
  const Signals signals({SIGINT, SIGTERM, SIGHUP}, [&](int number) {
    signal = number;
    stop.request_stop();
  });
  const Checker checker(context.places);
  const Transient transient;
  const std::size_t workers =
      options.workers != 0 ? options.workers
                           : std::max(1U, std::thread::hardware_concurrency());
  std::size_t ended = 0;
  const auto hear = [&](const std::string& what, int seconds) {
    transient.show(
        fmt::format("{}: {}{}", counted(wanted.size(), "exercise"), what,
                    seconds > 0 ? fmt::format(", {} s", seconds) : ""));
  };
  const auto done = [&](const Result& result) {
    if (stop.stop_requested()) return;
    context.record(result);
    if (wanted.size() == 1 || options.json) return;
    transient.clear();
    show_row(context, result);
    transient.show(fmt::format("{} of {} tested", ++ended, wanted.size()));
  };
  const std::vector<Result> results =
      check_all(checker, wanted, workers, stop.get_token(), hear, done);
  transient.clear();
  if (signal != 0) {
    complain("interrupted");
    return 128 + signal;
  }

  const auto solved =
      static_cast<std::size_t>(std::ranges::count_if(results, &Result::solved));
  if (!options.junit.empty()) write_result(options.junit, to_junit(results));
  if (options.json) {
    fmt::print("{}\n", to_json(results).dump(1));
  } else if (wanted.size() == 1) {
    show_one(context, wanted[0], results[0]);
  } else {
    fmt::print("{} of {} solved.\n", solved, results.size());
    const auto first = std::ranges::find_if(
        results, [](const Result& each) { return !each.solved(); });
    if (first != results.end()) {
      fmt::print("See what fails: ./workbook check {}\n",
                 context.catalog.find(first->exercise)->brief());
    }
  }
  return solved == results.size() ? 0 : 1;
}

}  // namespace workbook
