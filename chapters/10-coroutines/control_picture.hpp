#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace workbook {

// A picture of control going from function to function, a column for each: what
// each does is written in its column at the time when it does it, and an arrow
// leads there from the one before.
//
//   main                countdown(2)
//   next()
//    '----------------> begins
//                       co_yield 2
//   got 2 <-------------'
class ControlPicture {
 public:
  explicit ControlPicture(const std::vector<std::string>& columns);

  // Now the function of `column` runs, and does `what`.
  void in(std::size_t column, const std::string& what);

  // Lines of at most 80 columns, if there are at most four functions.
  const std::string& text() const { return text_; }

 private:
  std::size_t last_ = 0;
  std::string text_;
};

}  // namespace workbook
