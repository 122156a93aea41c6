#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "17-capstone/context.hpp"
#include "17-capstone/event.hpp"
#include "17-capstone/exercise_list.hpp"
#include "17-capstone/predictions.hpp"
#include "17-capstone/terminal.hpp"

namespace workbook {

// What the loop is to do for the model. The model itself starts no thread and
// touches no terminal, so a test can be its loop.
struct StartRun {  // and end the one before; watch its files
  unsigned number;
  Exercise exercise;
};
struct OpenEditor {
  std::filesystem::path file;
};
struct Suspend {};  // Ctrl-Z
struct Retake {};   // the terminal, after it
struct Quit {
  int status;
};
using Action = std::variant<StartRun, OpenEditor, Suspend, Retake, Quit>;

// The state of `watch`: which exercise, what came of its last run, what is on
// the screen. One thread uses it: the loop's.
class WatchModel {
 public:
  WatchModel(Context& context, Exercise first);

  std::vector<Action> begin();                     // what to do first
  std::vector<Action> handle(const Event& event);  // and for each event
  Lines draw(Size size);

 private:
  enum class View { result, text, list, question, prediction };

  // The body of the screen when it is a text, and where one is in it.
  struct Text {
    std::string title;
    Lines lines;
  };

  std::vector<Action> on(const Key& key);
  std::vector<Action> on(const Saved& saved);
  std::vector<Action> on(const Phase& phase);
  std::vector<Action> on(const Finished& finished);
  std::vector<Action> on(const SignalArrived& signal);
  std::vector<Action> on(const EditorClosed& closed);

  std::vector<Action> on_command(char32_t key);
  std::vector<Action> on_list(char32_t key);
  std::vector<Action> on_question(char32_t key);
  std::vector<Action> on_prediction(char32_t key);
  bool scrolls(char32_t key);

  std::vector<Action> go_to(const Exercise& exercise);
  std::vector<Action> go_by(int step);
  std::vector<Action> run_again();
  void hear_told();
  void ask(const std::string& question, char32_t then);
  void show(const std::string& title, Lines lines);
  void show_task();
  void show_hint();
  void show_solution();
  void show_difference();
  void show_changes();
  void show_help();
  void reset();

  Lines header(Size size) const;
  Line status(std::size_t columns) const;
  Lines body(std::size_t columns);
  Lines footer(Size size) const;
  Lines result_lines() const;
  Lines solved_lines() const;

  Context& context_;
  Exercise exercise_;
  ExerciseList list_;
  std::optional<Prediction> prediction_;
  std::optional<Result> result_;  // of the exercise; none before its first run
  std::string when_;              // the result came, on the clock
  unsigned run_ = 0;              // the number of the last run
  bool running_ = false;
  Phase phase_{};
  bool first_ever_ = false;  // nobody has used this workbook yet
  View view_ = View::result;
  Text text_;
  std::size_t scroll_ = 0;  // lines above the screen
  std::size_t page_ = 10;   // lines of the body, when it was last drawn
  std::string question_;
  char32_t then_ = 0;   // the key that the question is about
  std::string notice_;  // for the learner, until the next key
};

}  // namespace workbook
