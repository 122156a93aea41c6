#include "06-fan-out/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace workbook {
namespace {

constexpr std::string_view separator = " | ";

void end_line(std::string& text) {
  text.erase(text.find_last_not_of(' ') + 1);
  text += '\n';
}

}  // namespace

std::string ColumnPrinter::text() const {
  if (grids_.empty()) return {};
  const auto width = static_cast<std::size_t>(grids_.front().size().width);
  const std::size_t fit =
      (line_width_ + separator.size()) / (width + separator.size());
  const std::size_t per_line = std::max<std::size_t>(fit, 1);
  std::string text;
  for (std::size_t first = 0; first < grids_.size(); first += per_line) {
    if (first > 0) text += '\n';
    text += block(first, std::min(per_line, grids_.size() - first));
  }
  return text;
}

std::string ColumnPrinter::block(std::size_t first, std::size_t count) const {
  std::string text;
  const auto add_line = [&](const auto& piece) {
    for (std::size_t i = first; i < first + count; ++i) {
      if (i > first) text += separator;
      text += piece(i);
    }
    end_line(text);
  };
  const Size size = grids_.front().size();
  add_line([&](std::size_t i) { return fmt::format("{:^{}}", i, size.width); });
  for (int y = 0; y < size.height; ++y)
    add_line([&](std::size_t i) { return grids_[i].row(y); });
  return text;
}

}  // namespace workbook
