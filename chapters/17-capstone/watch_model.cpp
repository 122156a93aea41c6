#include "17-capstone/watch_model.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "17-capstone/answers.hpp"
#include "17-capstone/diagnosis.hpp"
#include "17-capstone/readme.hpp"

namespace workbook {
namespace {

std::string clock_time() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::localtime_r(&now, &parts);
  return fmt::format("{:02}:{:02}:{:02}", parts.tm_hour, parts.tm_min,
                     parts.tm_sec);
}

Lines lines_from(const std::string& text) {
  Lines lines;
  for (const std::string& line : lines_of(printable(text)))
    lines.emplace_back(line);
  return lines;
}

}  // namespace

WatchModel::WatchModel(Context& context, Exercise first)
    : context_(context),
      exercise_(std::move(first)),
      list_(context),
      first_ever_(context.progress.current().empty()) {}

std::vector<Action> WatchModel::begin() {
  auto actions = go_to(exercise_);
  hear_told();
  return actions;
}

void WatchModel::hear_told() {
  for (const std::string& text : context_.told) {
    if (notice_.find(text) == std::string::npos)
      notice_ += (notice_.empty() ? "" : "\n") + text;
  }
  context_.told.clear();
}

// #region handle
std::vector<Action> WatchModel::handle(const Event& event) {
  auto actions =
      std::visit([this](const auto& each) { return on(each); }, event);
  hear_told();
  return actions;
}

std::vector<Action> WatchModel::on(const Saved&) { return run_again(); }

std::vector<Action> WatchModel::on(const Phase& phase) {
  if (phase.run == run_) phase_ = phase;
  return {};
}

std::vector<Action> WatchModel::on(const Finished& finished) {
  if (finished.run != run_) return {};  // stale: another run has begun
  running_ = false;
  result_ = finished.result;
  when_ = clock_time();
  scroll_ = 0;
  context_.record(finished.result);
  first_ever_ = first_ever_ && !finished.result.solved();
  return {};
}
// #endregion handle

std::vector<Action> WatchModel::on(const SignalArrived& signal) {
  switch (signal.number) {
    case SIGWINCH:
      return {};  // the loop draws after every event
    case SIGTSTP:
      return {Suspend{}};
    case SIGCONT:
      return {Retake{}};
    default:
      return {Quit{128 + signal.number}};
  }
}

std::vector<Action> WatchModel::on(const EditorClosed& closed) {
  notice_ = closed.problem;
  return {Retake{}};
}

std::vector<Action> WatchModel::on(const Key& key) {
  notice_.clear();
  switch (view_) {
    case View::list:
      return on_list(key.code);
    case View::question:
      return on_question(key.code);
    case View::prediction:
      return on_prediction(key.code);
    default:
      return scrolls(key.code) ? std::vector<Action>() : on_command(key.code);
  }
}

std::vector<Action> WatchModel::on_command(char32_t key) {
  const bool solved = context_.progress.state(exercise_) == State::solved;
  switch (key) {
    case U'q':
      return {Quit{0}};
    case U'h':
      show_hint();
      break;
    case U'r':
      return run_again();
    case U'l':
      list_.open(exercise_.id());
      view_ = View::list;
      break;
    case U'n':
      if (const Exercise* next = context_.next_unsolved(exercise_.id()))
        return go_to(*next);
      notice_ = solved ? "All exercises are solved."
                       : "This is the only one that is not solved yet.";
      break;
    case U'p':
      return go_by(-1);
    case U'o':
      return {OpenEditor{context_.places.answer(exercise_)}};
    case U's':
      if (solved) {
        show_solution();
      } else {
        ask("Yours does not pass yet. See the solution all the same?", key);
      }
      break;
    case U'x':
      ask("Begin again from the starter? Yours is kept as .bak.", key);
      break;
    case U'd':
      if (solved) {
        show_difference();
      } else {
        notice_ = "The comparison with the solution opens once yours passes.";
      }
      break;
    case U't':
      show_task();
      break;
    case U'c':
      show_changes();
      break;
    case U'v':
      if (view_ != View::text && result_) {
        show("All that was said",
             full_text(*result_, exercise_, context_.places));
      } else {
        view_ = View::result;
      }
      break;
    case U'?':
      show_help();
      break;
    case keys::escape:
    case keys::enter:
      view_ = View::result;
      scroll_ = 0;
      break;
    default:
      break;
  }
  return {};
}

bool WatchModel::scrolls(char32_t key) {
  const std::size_t page = std::max<std::size_t>(page_, 2) - 1;
  const auto up = [&](std::size_t lines) {
    scroll_ -= std::min(scroll_, lines);
  };
  if (key == keys::up || key == U'k') {
    up(1);
  } else if (key == keys::down || key == U'j') {
    ++scroll_;  // draw() knows where the end is
  } else if (key == keys::page_up || key == U'b') {
    up(page);
  } else if (key == keys::page_down || key == U' ') {
    scroll_ += page;
  } else if (key == keys::home) {
    scroll_ = 0;
  } else if (key == keys::end) {
    scroll_ += 1'000'000;
  } else {
    return false;
  }
  return true;
}

std::vector<Action> WatchModel::on_list(char32_t key) {
  switch (list_.press(key)) {
    case ExerciseList::Answer::chosen: {
      const Exercise chosen = list_.selected();
      return go_to(chosen);
    }
    case ExerciseList::Answer::back:
      view_ = View::result;
      break;
    case ExerciseList::Answer::stay:
      break;
  }
  return {};
}

std::vector<Action> WatchModel::on_question(char32_t key) {
  view_ = View::result;
  if (key != U'y' && key != U'Y') return {};
  if (then_ == U's') {
    context_.save([&](Progress& all) { all.add_solution_seen(exercise_); });
    show_solution();
  } else {
    reset();  // the watcher sees the new file, and so it is tested
  }
  return {};
}

std::vector<Action> WatchModel::on_prediction(char32_t key) {
  const int choice = static_cast<int>(key) - '0';
  const bool chosen =
      choice >= 1 && choice <= static_cast<int>(prediction_->choices.size());
  if (!chosen && key != keys::enter && key != keys::escape && key != U'q')
    return {};
  if (chosen) {
    context_.save([&](Progress& all) {
      all.add_prediction(prediction_->id,
                         {choice, choice == prediction_->answer});
    });
    show("Your prediction", prediction_->told(choice));
  } else {
    view_ = View::result;
  }
  prediction_.reset();
  return {};
}

std::vector<Action> WatchModel::go_to(const Exercise& exercise) {
  exercise_ = Exercise(exercise);
  result_.reset();
  view_ = View::result;
  const std::string about = "exercises/" + exercise_.name;
  prediction_ = find_prediction(context_.places.root, exercise_.chapter, about);
  if (prediction_ && context_.progress.prediction(prediction_->id))
    prediction_.reset();
  if (prediction_) view_ = View::prediction;
  try {
    copy_starter(context_.places, exercise_);
  } catch (const std::exception& error) {
    notice_ = error.what();
  }
  context_.save([&](Progress& all) { all.set_current(exercise_.id()); });
  return run_again();
}

std::vector<Action> WatchModel::go_by(int step) {
  const std::vector<Exercise> all = context_.catalog.exercises();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].id() != exercise_.id()) continue;
    const std::size_t to =
        (i + all.size() + static_cast<std::size_t>(step)) % all.size();
    return go_to(all[to]);
  }
  return {};
}

std::vector<Action> WatchModel::run_again() {
  running_ = true;
  phase_ = {++run_, "starting", 0};
  return {StartRun{run_, exercise_}};
}

void WatchModel::ask(const std::string& question, char32_t then) {
  question_ = question;
  then_ = then;
  view_ = View::question;
}

void WatchModel::show(const std::string& title, Lines lines) {
  text_ = {title, std::move(lines)};
  view_ = View::text;
  scroll_ = 0;
}

void WatchModel::show_task() {
  const auto file = context_.places.folder(exercise_) / "README.md";
  show(context_.places.shown(file), lines_from(Readme(file).whole_task()));
}

void WatchModel::show_hint() {
  const int count = static_cast<int>(exercise_.hints.size());
  if (count == 0) {
    notice_ = "This exercise has no hints.";
    return;
  }
  const int next =
      std::min(context_.progress.record(exercise_).hints + 1, count);
  Lines lines;
  for (int i = next; i >= 1; --i) {  // the new one on top
    lines.emplace_back(fmt::format("Hint {} of {}", i, count), Style::bold);
    const auto& hint = exercise_.hints[static_cast<std::size_t>(i - 1)];
    for (const Line& line : lines_from(hint)) lines.push_back(line);
    lines.emplace_back();
  }
  show("Hints", std::move(lines));
  context_.save([&](Progress& all) { all.add_hint(exercise_, next); });
}

void WatchModel::show_solution() {
  const auto file = context_.places.solution(exercise_);
  show(context_.places.shown(file), lines_from(read_file(file)));
}

void WatchModel::show_difference() {
  Lines lines = difference(context_.places.answer(exercise_), "yours",
                           context_.places.solution(exercise_), "the solution");
  if (lines.empty())
    lines.emplace_back("Yours is the solution, word for word.");
  show("From yours to the solution", std::move(lines));
}

void WatchModel::show_changes() {
  if (!starter_changed(context_.places, exercise_)) {
    notice_ = "The starter has not changed since you began.";
    return;
  }
  show("The starter changed since you began; yours is left alone",
       starter_changes(context_.places, exercise_));
}

void WatchModel::reset() {
  try {
    const auto kept = reset_answer(context_.places, exercise_);
    notice_ = kept ? "Yours is kept in " + context_.places.shown(*kept)
                   : "Yours is the starter now.";
  } catch (const std::exception& error) {
    notice_ = error.what();
  }
}

}  // namespace workbook
