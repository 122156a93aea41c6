#include "17-capstone/watch.hpp"

#include <fmt/format.h>
#include <signal.h>

#include "17-capstone/commands.hpp"
#include "workbook/sections.hpp"

namespace workbook {
namespace {

constexpr std::size_t event_capacity = 256;

}  // namespace

Watch::Watch(Context& context, const Exercise& first)
    : context_(context),
      model_(context, first),
      checker_(context.places),
      events_(event_capacity),
      signals_({SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH},
               [this](int number) { events_.push(SignalArrived{number}); }),
      keyboard_([this](Key key) { events_.push(key); }),
      files_([this] { events_.push(Saved{}); }),
      editor_([this](const std::string& problem) {
        events_.push(EditorClosed{problem});
      }) {}

// #region loop
int Watch::run() {
  for (const Action& action : model_.begin())
    std::visit([this](const auto& each) { perform(each); }, action);
  terminal_.show(model_.draw(Terminal::size()));
  while (!status_) {
    const Event event = *events_.pop();  // nobody closes it before the end
    for (const Action& action : model_.handle(event))
      std::visit([this](const auto& each) { perform(each); }, action);
    if (events_.size() == 0) terminal_.show(model_.draw(Terminal::size()));
  }
  events_.close();  // no thread waits for room in it any more
  return *status_;
}
// #endregion loop

// #region start
void Watch::perform(const StartRun& start) {
  files_.watch({context_.places.answer_folder(start.exercise),
                context_.places.folder(start.exercise)});
  std::jthread before = std::move(runner_);
  before.request_stop();
  runner_ = std::jthread([this, start, before = std::move(before)](
                             const std::stop_token& stop) mutable {
    if (before.joinable()) before.join();  // what it ran is gone by now
    const auto hear = [&](const std::string& what, int seconds) {
      events_.push(Phase{start.number, what, seconds});
    };
    Result result{.exercise = start.exercise.id()};
    try {
      result = checker_.check(start.exercise, stop, hear);
    } catch (const std::exception& error) {
      result.verdict = Verdict::cannot_build;
      result.errors = error.what();
    }
    if (!stop.stop_requested()) events_.push(Finished{start.number, result});
  });
}
// #endregion start

void Watch::perform(const OpenEditor& open) {
  const auto problem = editor_.open(open.file, [this] {
    keyboard_.pause();
    terminal_.leave();
  });
  // Not pushed: the loop must not wait for room in its own queue.
  if (problem) model_.handle(EditorClosed{*problem});
}

void Watch::perform(const Suspend&) {
  if (editor_.has_terminal()) return;  // it stops itself, and us with it
  terminal_.leave();
  stop_here();
  terminal_.enter();
}

void Watch::perform(const Retake&) {
  if (editor_.has_terminal()) return;
  keyboard_.resume();
  terminal_.enter();
}

void Watch::perform(const Quit& quit) {
  // Ctrl-C in an editor is the editor's.
  if (editor_.has_terminal() && quit.status == 128 + SIGINT) return;
  status_ = quit.status;
}

int watch_command(Context& context,
                  const std::optional<std::string>& exercise) {
  const Exercise first =
      exercise ? context.catalog.exercise(*exercise) : context.current();
  if (!has_terminal()) {
    throw UsageError("watch needs a terminal\nWithout one: ./workbook check " +
                     first.brief());
  }
  const int status = Watch(context, first).run();
  fmt::print("{} of {} solved. Go on with ./workbook watch.\n",
             context.solved(),
             counted(context.catalog.exercises().size(), "exercise"));
  return status;
}

}  // namespace workbook
