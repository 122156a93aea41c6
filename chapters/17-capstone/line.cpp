#include "17-capstone/line.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace workbook {
namespace {

struct CodePoint {
  std::uint32_t value;
  std::size_t bytes;  // 0: the text does not begin with UTF-8
};

CodePoint first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xf0   ? 4
                            : lead >= 0xe0 ? 3
                            : lead >= 0xc2 ? 2
                                           : 0;
  if (bytes == 0 || lead > 0xf4 || text.size() < bytes) return {0, 0};
  std::uint32_t value = lead & (0xffU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {0, 0};
    value = (value << 6) | (byte(i) & 0x3f);
  }
  return {value, bytes};
}

// Wide in East Asian scripts and among emoji; 0 for what combines.
std::size_t width_of(std::uint32_t code) {
  struct Range {
    std::uint32_t first;
    std::uint32_t last;
  };
  constexpr std::array<Range, 5> none = {{{0x300, 0x36f},
                                          {0x200b, 0x200f},
                                          {0x20d0, 0x20ff},
                                          {0xfe00, 0xfe0f},
                                          {0xfe20, 0xfe2f}}};
  constexpr std::array<Range, 7> two = {{{0x1100, 0x115f},
                                         {0x2e80, 0xa4cf},
                                         {0xac00, 0xd7a3},
                                         {0xf900, 0xfaff},
                                         {0xfe30, 0xfe6f},
                                         {0xff00, 0xff60},
                                         {0x1f300, 0x1faff}}};
  const auto in = [&](const Range& range) {
    return range.first <= code && code <= range.last;
  };
  if (std::ranges::any_of(none, in)) return 0;
  return std::ranges::any_of(two, in) ? 2 : 1;
}

const char* code_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::bold:
      return "\033[1m";
    case Style::dim:
      return "\033[2m";
    case Style::red:
      return "\033[31m";
    case Style::green:
      return "\033[32m";
    case Style::yellow:
      return "\033[33m";
    case Style::reverse:
      return "\033[7m";
  }
  return "";
}

// The length of the escape sequence that the text begins with.
std::size_t escape_length(std::string_view text) {
  if (text.size() < 2) return 1;
  std::size_t i = 2;
  if (text[1] == '[') {
    while (i < text.size() && (text[i] < 0x40 || text[i] > 0x7e)) ++i;
    return std::min(i + 1, text.size());
  }
  if (text[1] == ']') {  // up to BEL or ESC backslash
    while (i < text.size() && text[i] != '\a' && text[i] != '\033') ++i;
    return std::min(i + (i < text.size() && text[i] == '\033' ? 2 : 1),
                    text.size());
  }
  return 2;
}

}  // namespace

Line& Line::add(std::string text, Style style) {
  if (!text.empty()) pieces_.push_back({std::move(text), style});
  return *this;
}

std::string Line::text() const {
  std::string all;
  for (const Piece& piece : pieces_) all += piece.text;
  return all;
}

std::size_t Line::columns() const { return columns_of(text()); }

std::string Line::shown(std::size_t columns, bool color) const {
  std::string all;
  const bool too_long = this->columns() > columns;
  std::size_t room =
      too_long ? columns - std::min<std::size_t>(columns, 3) : columns;
  for (const Piece& piece : pieces_) {
    const std::string part = cut(piece.text, room);
    room -= columns_of(part);
    const char* code = color && !part.empty() ? code_of(piece.style) : "";
    all += code + part + (*code != '\0' ? "\033[0m" : "");
    if (part.size() < piece.text.size()) break;
  }
  return too_long && columns >= 3 ? all + "..." : all;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint code = first_of(text);
    columns += code.bytes == 0 ? 1 : width_of(code.value);
    text.remove_prefix(std::max<std::size_t>(code.bytes, 1));
  }
  return columns;
}

std::string printable(std::string_view text) {
  constexpr std::size_t tab = 8;
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const CodePoint code = first_of(text);
    std::size_t taken = std::max<std::size_t>(code.bytes, 1);
    if (code.bytes == 0) {
      out += '?';
      ++column;
    } else if (code.value == '\033') {
      taken = escape_length(text);
    } else if (code.value == '\t') {
      const std::size_t blanks = tab - column % tab;
      out.append(blanks, ' ');
      column += blanks;
    } else if (code.value == '\n') {
      out += '\n';
      column = 0;
    } else if (code.value >= 0x20 && code.value != 0x7f &&
               (code.value < 0x80 || code.value >= 0xa0)) {
      out += text.substr(0, taken);
      column += width_of(code.value);
    }
    text.remove_prefix(taken);
  }
  return out;
}

std::string cut(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  while (end < text.size()) {
    const CodePoint code = first_of(text.substr(end));
    const std::size_t width = code.bytes == 0 ? 1 : width_of(code.value);
    if (width > columns) break;
    columns -= width;
    end += std::max<std::size_t>(code.bytes, 1);
  }
  return std::string(text.substr(0, end));
}

std::vector<std::string> fold(const std::string& text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string rest = text;
  columns = std::max<std::size_t>(columns, 1);
  while (columns_of(rest) > columns) {
    std::string head = cut(rest, columns);
    if (head.empty()) head = rest.substr(0, 1);
    std::size_t end = head.size();
    if (rest[end] != ' ') {
      const std::size_t blank = head.rfind(' ');
      if (blank != std::string::npos && blank > 0) end = blank;
    }
    lines.push_back(rest.substr(0, end));
    const std::size_t next = rest.find_first_not_of(' ', end);
    rest = next == std::string::npos ? "" : rest.substr(next);
  }
  if (!rest.empty() || lines.empty()) lines.push_back(rest);
  return lines;
}

std::string counted(std::size_t number, const std::string& noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

}  // namespace workbook
