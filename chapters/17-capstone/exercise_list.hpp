#pragma once

#include <string>
#include <vector>

#include "17-capstone/context.hpp"

namespace workbook {

// The list of exercises that one moves in, filters and chooses from.
class ExerciseList {
 public:
  explicit ExerciseList(const Context& context) : context_(context) {}

  void open(const std::string& id);  // with this one selected

  enum class Answer { stay, back, chosen };
  Answer press(char32_t key);
  const Exercise& selected() const;  // after `chosen`

  // `rows` lines with the selected one among them.
  Lines draw(std::size_t rows, std::size_t columns) const;

 private:
  void look();  // what fits the filter
  void move(int step);

  const Context& context_;
  std::vector<Exercise> all_;
  std::vector<std::size_t> shown_;  // indices in all_
  std::size_t at_ = 0;              // in shown_
  bool typing_ = false;             // letters go to the filter
  std::string filter_;
};

}  // namespace workbook
