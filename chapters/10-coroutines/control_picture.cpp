#include "10-coroutines/control_picture.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace workbook {
namespace {

constexpr std::size_t width = 20;  // of a column

void add_line(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + '\n';
}

}  // namespace

ControlPicture::ControlPicture(const std::vector<std::string>& columns) {
  std::string names;
  for (const std::string& name : columns)
    names += fmt::format("{:<{}}", name, width);
  add_line(text_, names);
  std::string rules;
  for (const std::string& name : columns)
    rules += fmt::format("{:<{}}", std::string(name.size(), '-'), width);
  add_line(text_, rules);
}

void ControlPicture::in(std::size_t column, const std::string& what) {
  std::string line(column * width, ' ');
  if (column > last_) {  // the arrow comes from the left
    const std::size_t from = last_ * width + 1;
    line[from] = '\'';
    std::fill(line.begin() + static_cast<std::ptrdiff_t>(from) + 1,
              line.end() - 2, '-');
    line[line.size() - 2] = '>';
  }
  line += what;
  if (column < last_) {  // it comes from the right
    line += " <";
    line.resize(std::max(line.size() + 1, last_ * width + 1), '-');
    line += '\'';
  }
  add_line(text_, line);
  last_ = column;
}

}  // namespace workbook
