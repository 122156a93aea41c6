#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace workbook {

enum class Style { plain, bold, dim, red, green, yellow, reverse };

// A line of output: pieces of text, each in a style. Nothing in it is an
// escape code; what shows the line adds them, or leaves them out.
class Line {
 public:
  Line() = default;
  Line(std::string text, Style style = Style::plain) {  // NOLINT: a text is one
    add(std::move(text), style);
  }

  Line& add(std::string text, Style style = Style::plain);

  std::string text() const;  // without styles
  std::size_t columns() const;

  // With SGR codes when `color`, at most `columns` wide: a longer line is cut
  // and ends with an ellipsis.
  std::string shown(std::size_t columns, bool color) const;

 private:
  struct Piece {
    std::string text;
    Style style;
  };
  std::vector<Piece> pieces_;
};

using Lines = std::vector<Line>;

// How many columns a terminal needs for UTF-8 text. Tabs and control
// characters must be out of it (see printable()).
std::size_t columns_of(std::string_view text);

// The text as it may be sent to a terminal: tabs become blanks, escape
// sequences and other control characters are gone, bytes that are no UTF-8
// become '?'. What a test prints is not ours, and may hold anything.
std::string printable(std::string_view text);

// The part of `text` that fits in `columns`.
std::string cut(std::string_view text, std::size_t columns);

// Breaks text at blanks into lines of at most `columns`.
std::vector<std::string> fold(const std::string& text, std::size_t columns);

// "1 test", "2 tests"
std::string counted(std::size_t number, const std::string& noun);

}  // namespace workbook
