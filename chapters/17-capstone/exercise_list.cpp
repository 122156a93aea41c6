#include "17-capstone/exercise_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "17-capstone/event.hpp"

namespace workbook {
namespace {

constexpr int page = 10;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

}  // namespace

void ExerciseList::open(const std::string& id) {
  all_ = context_.catalog.exercises();
  filter_.clear();
  typing_ = false;
  look();
  const auto found = std::ranges::find_if(
      all_, [&](const Exercise& each) { return each.id() == id; });
  at_ =
      found == all_.end() ? 0 : static_cast<std::size_t>(found - all_.begin());
}

void ExerciseList::look() {
  shown_.clear();
  const std::string wanted = lower(filter_);
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const std::string text =
        lower(all_[i].brief() + " " + all_[i].chapter + " " + all_[i].title);
    if (text.find(wanted) != std::string::npos) shown_.push_back(i);
  }
  at_ = shown_.empty() ? 0 : std::min(at_, shown_.size() - 1);
}

void ExerciseList::move(int step) {
  if (shown_.empty()) return;
  const int last = static_cast<int>(shown_.size()) - 1;
  at_ = static_cast<std::size_t>(
      std::clamp(static_cast<int>(at_) + step, 0, last));
}

ExerciseList::Answer ExerciseList::press(char32_t key) {
  if (key == keys::enter) return shown_.empty() ? Answer::stay : Answer::chosen;
  if (key == keys::up) move(-1);
  if (key == keys::down) move(1);
  if (key == keys::page_up) move(-page);
  if (key == keys::page_down) move(page);
  if (key == keys::escape) {
    if (!typing_ && filter_.empty()) return Answer::back;
    typing_ = false;
    filter_.clear();
    look();
  } else if (typing_ && key == keys::backspace) {
    if (filter_.empty()) typing_ = false;
    if (!filter_.empty()) filter_.pop_back();
    look();
  } else if (typing_ && key >= ' ' && key < keys::backspace) {
    filter_ += static_cast<char>(key);
    at_ = 0;
    look();
  } else if (!typing_) {
    if (key == U'k') move(-1);
    if (key == U'j') move(1);
    if (key == U'/') typing_ = true;
    if (key == U'l' || key == U'q') return Answer::back;
  }
  return Answer::stay;
}

const Exercise& ExerciseList::selected() const { return all_[shown_[at_]]; }

Lines ExerciseList::draw(std::size_t rows, std::size_t columns) const {
  Lines lines;
  Line head(typing_ || !filter_.empty()
                ? fmt::format("Filter: {}{}", filter_, typing_ ? "_" : "")
                : "All exercises",
            Style::bold);
  head.add("   arrows move, Enter chooses, / filters, Esc goes back",
           Style::dim);
  lines.push_back(head);
  const std::size_t room = rows > 1 ? rows - 1 : 1;
  // The selected line stays in the middle where the list is longer.
  const std::size_t first =
      shown_.size() <= room || at_ < room / 2
          ? 0
          : std::min(at_ - room / 2, shown_.size() - room);
  const std::size_t state_width = 13;
  const std::size_t title_width =
      columns > 60 ? columns - 24 - state_width - 8 : 0;
  for (std::size_t i = first; i < shown_.size() && i < first + room; ++i) {
    const Exercise& exercise = all_[shown_[i]];
    const State state = context_.progress.state(exercise);
    const std::string title =
        title_width == 0
            ? ""
            : fmt::format("{:<{}} ", cut(exercise.title, title_width),
                          title_width);
    const std::string text = fmt::format("{} {:<20} {}", i == at_ ? ">" : " ",
                                         cut(exercise.brief(), 20), title);
    lines.push_back(Line(text, i == at_ ? Style::bold : Style::plain)
                        .add(to_string(state), state == State::solved
                                                   ? Style::green
                                                   : Style::dim));
  }
  if (shown_.empty()) lines.emplace_back("  none", Style::dim);
  return lines;
}

}  // namespace workbook
