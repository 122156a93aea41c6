// The screen of `watch`: what WatchModel draws.

#include <fmt/format.h>
#include <langinfo.h>

#include <algorithm>
#include <clocale>
#include <cstring>

#include "17-capstone/diagnosis.hpp"
#include "17-capstone/readme.hpp"
#include "17-capstone/result_files.hpp"
#include "17-capstone/watch_model.hpp"

namespace workbook {
namespace {

constexpr std::size_t few_rows = 16;     // below: no blank lines, no task
constexpr std::size_t few_columns = 60;  // below: short labels

bool draws_lines() {
  static const bool utf8 = [] {
    std::setlocale(LC_CTYPE, "");
    return std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
  }();
  return utf8;
}

std::string repeated(const char* text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

// A bar of `width` columns, filled as far as `done` of `all`.
void add_bar(Line& line, std::size_t done, std::size_t all, std::size_t width) {
  const std::size_t filled = all == 0 ? 0 : done * width / all;
  line.add(repeated(draws_lines() ? "━" : "=", filled), Style::green);
  line.add(repeated(draws_lines() ? "─" : "-", width - filled), Style::dim);
}

Line rule(std::size_t columns) {
  return {repeated(draws_lines() ? "─" : "-", columns), Style::dim};
}

}  // namespace

Lines WatchModel::header(Size size) const {
  std::string part;
  std::size_t solved = 0;
  std::size_t all = 0;
  std::size_t part_solved = 0;
  std::size_t part_all = 0;
  for (const Chapter& chapter : context_.catalog.chapters()) {
    if (chapter.name == exercise_.chapter) part = chapter.part;
  }
  for (const Chapter& chapter : context_.catalog.chapters()) {
    for (const Exercise& exercise : chapter.exercises) {
      const bool done = context_.progress.state(exercise) == State::solved;
      ++all;
      solved += done ? 1 : 0;
      if (chapter.part == part) {
        ++part_all;
        part_solved += done ? 1 : 0;
      }
    }
  }
  const bool narrow = size.columns < few_columns;
  Lines lines;
  Line bar;
  const std::string counts = fmt::format(" {} of {}", part_solved, part_all);
  const std::string total = fmt::format("   all: {} of {}", solved, all);
  if (!narrow) bar.add("Part " + part + "  ", Style::dim);
  const std::size_t taken = bar.columns() + counts.size() + total.size();
  const std::size_t width = std::clamp<std::size_t>(
      size.columns - std::min(size.columns, taken), 4, 40);
  add_bar(bar, part_solved, part_all, width);
  bar.add(counts).add(total, Style::dim);
  lines.push_back(bar);
  if (size.rows >= few_rows) lines.emplace_back();

  lines.push_back(
      Line(exercise_.brief(), Style::bold)
          .add("  " + exercise_.title)
          .add(narrow ? "" : fmt::format("  ({} min)", exercise_.minutes),
               Style::dim));
  if (size.rows >= few_rows && !exercise_.task.empty()) {
    const auto task = fold(exercise_.task, size.columns - 6);
    for (std::size_t i = 0; i < task.size() && i < 2; ++i) {
      lines.push_back(
          Line(i == 0 ? "Task  " : "      ", Style::dim).add(task[i]));
    }
  }
  lines.push_back(
      Line("Edit  ", Style::dim)
          .add(context_.places.shown(context_.places.answer(exercise_))));
  return lines;
}

// One line: what is going on, or what came of it.
Line WatchModel::status(std::size_t columns) const {
  Line line;
  if (running_) {
    line.add(phase_.text, Style::yellow);
    if (phase_.seconds > 0) line.add(fmt::format(", {} s", phase_.seconds));
    line.add(" ...");
  } else if (result_) {
    line = headline(*result_, exercise_);
    const std::string took =
        fmt::format("{:.1f} s, {}", result_->seconds, when_);
    const std::size_t used = line.columns() + took.size();
    if (used + 2 <= columns) {
      line.add(std::string(columns - used, ' ')).add(took, Style::dim);
    }
  }
  return line;
}

Lines WatchModel::solved_lines() const {
  Lines lines;
  const Exercise* next = context_.next_unsolved(exercise_.id());
  if (next != nullptr) {
    lines.push_back(Line("  n  ", Style::bold)
                        .add(fmt::format("the next one: {}, {}", next->brief(),
                                         next->title)));
  } else {
    lines.emplace_back("  That was the last one: all exercises are solved.",
                       Style::green);
  }
  lines.push_back(
      Line("  d  ", Style::bold).add("compare yours with the solution"));
  lines.push_back(Line("  s  ", Style::bold).add("read the solution"));
  lines.emplace_back();
  lines.emplace_back(
      fmt::format("Answers that look right and are not, in {}/wrong:",
                  context_.places.shown(context_.places.folder(exercise_))));
  for (const std::string& name : wrong_answers(context_.places, exercise_))
    lines.emplace_back("  " + name);
  return lines;
}

Lines WatchModel::result_lines() const {
  if (result_ && result_->solved()) return solved_lines();
  Lines lines;
  if (!result_) {
    if (first_ever_)
      lines.emplace_back(
          "Welcome. The tests of the first exercise are being built.");
    return lines;
  }
  if (first_ever_) {
    lines.push_back(
        Line("Write the code in the file at ", Style::yellow)
            .add("Edit", Style::bold)
            .add(" (o opens it) and save: the tests run.", Style::yellow));
    lines.emplace_back();
  }
  const Lines more = diagnose(*result_, exercise_, context_.places);
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

Lines WatchModel::body(std::size_t columns) {
  Lines lines;
  switch (view_) {
    case View::text:
      lines.push_back(
          Line(text_.title, Style::bold).add("   Enter goes back", Style::dim));
      lines.emplace_back();
      lines.insert(lines.end(), text_.lines.begin(), text_.lines.end());
      break;
    case View::question:
      lines.emplace_back(question_, Style::yellow);
      lines.emplace_back("y: yes    any other key: no");
      break;
    case View::prediction:
      lines = prediction_->asked();
      lines.emplace_back();
      lines.emplace_back("A number answers, Enter skips it.", Style::dim);
      break;
    default:
      lines = result_lines();
  }
  Lines folded;
  for (const Line& line : lines) {
    if (line.columns() <= columns) {
      folded.push_back(line);
      continue;
    }
    // Long texts of tests and compilers; a styled line is cut instead.
    const std::string text = line.text();
    const std::size_t margin =
        std::min<std::size_t>(text.find_first_not_of(' '), columns / 2);
    for (std::string& part : fold(text.substr(margin), columns - margin))
      folded.emplace_back(std::string(margin, ' ') + part);
  }
  return folded;
}

Lines WatchModel::footer(Size size) const {
  struct Hint {
    const char* key;
    const char* what;
  };
  constexpr std::array<Hint, 13> all = {{{"h", "hint"},
                                         {"t", "task"},
                                         {"n", "next"},
                                         {"l", "list"},
                                         {"o", "open"},
                                         {"r", "run"},
                                         {"v", "all of it"},
                                         {"p", "previous"},
                                         {"s", "solution"},
                                         {"d", "compare"},
                                         {"x", "reset"},
                                         {"?", "help"},
                                         {"q", "quit"}}};
  Lines lines;
  if (!notice_.empty()) {
    for (const std::string& line : lines_of(notice_)) {
      for (const std::string& part : fold(line, size.columns))
        lines.emplace_back(part, Style::yellow);
    }
  }
  Line line;
  const auto room_for = [&](const Hint& hint, std::size_t more) {
    const std::size_t wide = std::strlen(hint.key) + std::strlen(hint.what) + 3;
    return line.columns() + wide + more <= size.columns;
  };
  const auto add = [&](const Hint& hint) {
    line.add(hint.key, Style::bold)
        .add(fmt::format(" {}  ", hint.what), Style::dim);
  };
  const std::size_t last_two = 16;
  for (std::size_t i = 0; i + 2 < all.size(); ++i) {
    if (!room_for(all[i], last_two)) {
      if (size.rows < few_rows) break;
      lines.push_back(line);
      line = {};
    }
    add(all[i]);
  }
  add(all[all.size() - 2]);
  add(all.back());
  lines.push_back(line);
  return lines;
}

void WatchModel::show_help() {
  Lines lines;
  for (const auto& [key, what] :
       std::initializer_list<std::pair<const char*, const char*>>{
           {"t", "the whole task with its rules"},
           {"h", "the next hint"},
           {"n", "the next exercise that is not solved"},
           {"p", "the exercise before this one"},
           {"l", "all exercises: move, filter with /, choose with Enter"},
           {"o", "open the file: $VISUAL, $EDITOR or VS Code"},
           {"r", "build and test again"},
           {"v", "everything that the compiler or the test said, and back"},
           {"s", "the solution: after yours passes, or when you insist"},
           {"d", "the difference to the solution, after yours passes"},
           {"c", "what changed in the starter since you began"},
           {"x", "begin again from the starter; yours is kept as .bak"},
           {"arrows", "and Page keys, Space, b: scroll"},
           {"Ctrl-Z", "stops this; fg goes on"},
           {"q", "or Ctrl-C: quit. Nothing is lost."}}) {
    lines.push_back(Line(fmt::format("  {:<8}", key), Style::bold).add(what));
  }
  show("Keys", std::move(lines));
}

Lines WatchModel::draw(Size size) {
  Lines screen = header(size);
  const Lines foot = footer(size);
  const bool roomy = size.rows >= few_rows;
  if (roomy) screen.push_back(rule(size.columns));
  screen.push_back(status(size.columns));
  if (roomy) screen.emplace_back();
  const std::size_t taken = screen.size() + foot.size() + (roomy ? 1 : 0);
  page_ = size.rows > taken ? size.rows - taken : 1;

  Lines lines = view_ == View::list ? list_.draw(page_, size.columns)
                                    : body(size.columns);
  const std::size_t most = lines.size() > page_ ? lines.size() - page_ : 0;
  if (view_ == View::list) scroll_ = 0;
  scroll_ = std::min(scroll_, most);
  for (std::size_t i = 0; i < page_; ++i) {
    const std::size_t at = scroll_ + i;
    screen.push_back(at < lines.size() ? lines[at] : Line());
  }
  if (most > scroll_) {
    screen.back() = Line(
        fmt::format("... {} below: Space", counted(most - scroll_ + 1, "line")),
        Style::dim);
  }
  if (roomy) screen.push_back(rule(size.columns));
  screen.insert(screen.end(), foot.begin(), foot.end());
  if (screen.size() > size.rows) screen.resize(size.rows);
  return screen;
}

}  // namespace workbook
