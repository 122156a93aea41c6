#include "17-capstone/context.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <limits>

#include "17-capstone/readme.hpp"
#include "17-capstone/terminal.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/sections.hpp"

namespace workbook {

Context::Context(Places where)
    : places(std::move(where)),
      catalog(places.root),
      progress(places,
               [this](const std::string& text) { told.push_back(text); }) {
  save([this](Progress& all) {
    all.set_aside_corrupt();
    all.take_over(catalog.exercises());
  });
}

const Exercise& Context::current() const {
  const Exercise* last = catalog.find(progress.current());
  if (last != nullptr && progress.state(*last) != State::solved) return *last;
  if (const Exercise* next = next_unsolved(); next != nullptr) return *next;
  if (last != nullptr) return *last;
  for (const Chapter& chapter : catalog.chapters()) {
    if (!chapter.exercises.empty()) return chapter.exercises.back();
  }
  throw UsageError("there are no exercises in " + places.root.string());
}

const Exercise* Context::next_unsolved(const std::string& after) const {
  const Exercise* first = nullptr;
  bool behind = after.empty();
  for (const Chapter& chapter : catalog.chapters()) {
    for (const Exercise& exercise : chapter.exercises) {
      if (progress.state(exercise) != State::solved && exercise.id() != after) {
        if (behind) return &exercise;
        if (first == nullptr) first = &exercise;
      }
      behind = behind || exercise.id() == after;
    }
  }
  return first;
}

std::size_t Context::solved() const {
  std::size_t count = 0;
  for (const Exercise& exercise : catalog.exercises())
    count += progress.state(exercise) == State::solved ? 1 : 0;
  return count;
}

void Context::record(const Result& result) {
  const Exercise* exercise = catalog.find(result.exercise);
  if (exercise == nullptr || result.verdict == Verdict::cancelled ||
      result.verdict == Verdict::cannot_build ||
      result.verdict == Verdict::no_answer ||
      read_file(places.answer(*exercise)) != result.answer)
    return;
  save([&](Progress& all) {
    // To look at an exercise is no attempt at it.
    const bool untouched =
        !result.solved() &&
        result.answer == read_file(places.starter(*exercise));
    all.add_attempt(*exercise, result.answer, result.solved(),
                    untouched ? 0 : 1);
  });
}

void print(const Lines& lines) {
  const bool color = has_color();
  for (const Line& line : lines) {
    fmt::print("{}\n",
               line.shown(std::numeric_limits<std::size_t>::max(), color));
  }
}

void flush_output() {
  if (std::fflush(stdout) != 0) throw_errno("write output");
}

void complain(const std::string& what) {
  std::fflush(stdout);
  fmt::print(stderr, "workbook: {}\n", what);
}

}  // namespace workbook
