#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace workbook {

// What a terminal of this size shows after the bytes it was sent: as much of
// one as a test needs to see what a person would.
class Screen {
 public:
  Screen(std::size_t rows, std::size_t columns)
      : columns_(columns), cells_(rows, Row(columns, " ")) {}

  void feed(std::string_view bytes) {
    pending_ += bytes;
    std::string_view rest = pending_;
    while (!rest.empty()) {
      const std::size_t taken = step(rest);
      if (taken == 0) break;  // the rest of a sequence is still to come
      rest.remove_prefix(taken);
    }
    pending_ = std::string(rest);
  }

  // The lines, blanks at their ends taken off.
  std::string text() const {
    std::string all;
    for (const Row& row : cells_) {
      std::string line;
      for (const std::string& cell : row) line += cell;
      line.erase(line.find_last_not_of(' ') + 1);
      all += line + "\n";
    }
    return all;
  }

  bool alternate() const { return alternate_; }
  bool cursor_shown() const { return cursor_shown_; }

 private:
  using Row = std::vector<std::string>;  // a cell a column

  std::size_t step(std::string_view rest) {
    const char first = rest[0];
    if (first == '\033') return escape(rest);
    if (first == '\r') column_ = 0;
    if (first == '\n') new_line();
    if (static_cast<unsigned char>(first) < 0x20) return 1;
    const auto lead = static_cast<unsigned char>(first);
    const std::size_t bytes = lead >= 0xf0   ? 4
                              : lead >= 0xe0 ? 3
                              : lead >= 0xc0 ? 2
                                             : 1;
    if (rest.size() < bytes) return 0;
    if (row_ < cells_.size() && column_ < columns_)
      cells_[row_][column_] = rest.substr(0, bytes);
    ++column_;
    return bytes;
  }

  std::size_t escape(std::string_view rest) {
    if (rest.size() < 2) return 0;
    if (rest[1] != '[') return 2;
    std::size_t end = 2;
    while (end < rest.size() && (rest[end] < '@' || rest[end] > '~')) ++end;
    if (end == rest.size()) return 0;
    control(rest[end], std::string(rest.substr(2, end - 2)));
    return end + 1;
  }

  void control(char what, const std::string& parameters) {
    if (what == 'H') row_ = column_ = 0;
    if (what == 'K' && row_ < cells_.size() && column_ < columns_)
      std::fill(cells_[row_].begin() + static_cast<std::ptrdiff_t>(column_),
                cells_[row_].end(), " ");
    if (what == 'J') {
      for (std::size_t i = row_; i < cells_.size(); ++i)
        cells_[i].assign(columns_, " ");
    }
    const bool on = what == 'h';
    if (parameters == "?1049") switch_to(on);
    if (parameters == "?25") cursor_shown_ = on;
  }

  // The other half of the screen begins empty; when it is left, what stood here
  // before comes back, and the cursor.
  void switch_to(bool alternate) {
    if (alternate == alternate_) return;
    alternate_ = alternate;
    std::swap(row_, other_row_);
    std::swap(column_, other_column_);
    cells_.swap(other_);
    if (!alternate) return;
    cells_.assign(other_.size(), Row(columns_, " "));
    row_ = column_ = 0;
  }

  void new_line() {
    if (row_ + 1 < cells_.size()) {
      ++row_;
    } else {
      std::rotate(cells_.begin(), cells_.begin() + 1, cells_.end());
      cells_.back().assign(columns_, " ");
    }
  }

  std::size_t columns_;
  std::vector<Row> cells_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  std::vector<Row> other_;  // the half that is not seen
  std::size_t other_row_ = 0;
  std::size_t other_column_ = 0;
  bool alternate_ = false;
  bool cursor_shown_ = true;
  std::string pending_;  // the beginning of a sequence
};

}  // namespace workbook
