#include "06-fan-out/rle.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr std::string_view conway = "B3/S23";
constexpr std::string_view conway_of_old = "23/3";  // survival first
constexpr const char* no_end = "the pattern has no end, which is '!'";

bool is_digit(char c) { return '0' <= c && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// 'x', or "byte 0x1b" for what cannot be shown.
std::string shown(char c) {
  if (' ' <= c && c <= '~') return fmt::format("'{}'", c);
  return fmt::format("byte {:#04x}", static_cast<unsigned char>(c));
}

// A text that is read from the left to the right, and the place in it.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool at_line_end() const { return at_end() || rest_.front() == '\n'; }
  char peek() const { return at_end() ? '\0' : rest_.front(); }

  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    column_ = c == '\n' ? 1 : column_ + 1;
    if (c == '\n') ++line_;
    return c;
  }
  void skip_blanks() {
    while (is_blank(peek())) take();
  }
  void skip_blanks_and_line_ends() {
    while (is_blank(peek()) || peek() == '\n') take();
  }
  void skip_line() {
    while (!at_line_end()) take();
    if (!at_end()) take();
  }

  // Takes a word, and blanks in front of it.
  void expect(std::string_view word) {
    skip_blanks();
    if (!rest_.starts_with(word))
      fail("the header reads like: x = 3, y = 3, rule = B3/S23");
    for (std::size_t i = 0; i < word.size(); ++i) take();
  }

  // Takes a number from 1 to largest_side.
  int number(std::string_view what) {
    skip_blanks();
    const Reader start = *this;
    int number = 0;
    while (is_digit(peek()) && number <= largest_side)
      number = number * 10 + (take() - '0');
    if (number < 1 || number > largest_side)
      start.fail(
          fmt::format("{} is a whole number from 1 to {}", what, largest_side));
    return number;
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw PatternError(line_, column_, problem);
  }

 private:
  std::string_view rest_;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
};

void read_rule(Reader& reader) {
  reader.skip_blanks();
  const Reader start = reader;
  std::string rule;
  while (!reader.at_line_end() && !is_blank(reader.peek())) {
    const char c = reader.take();
    if (c < ' ' || c > '~') start.fail("a rule reads like B3/S23");
    rule += c == 'b' ? 'B' : c == 's' ? 'S' : c;
  }
  if (rule != conway && rule != conway_of_old)
    start.fail(fmt::format("the rule is '{}', not Conway's {}", rule, conway));
  reader.skip_blanks();
  if (!reader.at_line_end()) reader.fail("the header ends with its rule");
}

Size read_header(Reader& reader) {
  while (reader.peek() == '#') reader.skip_line();
  reader.expect("x");
  reader.expect("=");
  const int width = reader.number("x");
  reader.expect(",");
  reader.expect("y");
  reader.expect("=");
  const int height = reader.number("y");
  reader.skip_blanks();
  if (!reader.at_line_end()) {
    reader.expect(",");
    reader.expect("rule");
    reader.expect("=");
    read_rule(reader);
  }
  reader.skip_line();
  return {height, width};
}

Grid read_cells(Reader& reader, Size size) {
  Grid grid(size);
  int y = 0;
  int x = 0;
  for (;;) {
    reader.skip_blanks_and_line_ends();
    const Reader run = reader;  // its place, for what is wrong with it
    const bool counted = is_digit(reader.peek());
    const int count = counted ? reader.number("a run count") : 1;
    reader.skip_blanks_and_line_ends();
    if (reader.at_end()) reader.fail(no_end);

    const char tag = reader.peek();
    if (tag == '!' && !counted) return grid;
    if (tag == '$') {
      y += count;
      x = 0;
    } else if (tag == 'b' || tag == 'o') {
      for (int end = x + count; x < end; ++x) {
        if (x >= size.width)
          run.fail(fmt::format("the row is longer than x = {}", size.width));
        if (y >= size.height)
          run.fail(fmt::format("there are more rows than y = {}", size.height));
        if (tag == 'o') grid.set(y, x, Cell::alive);
      }
    } else {
      reader.fail(fmt::format("a run is of b, o or $, not of {}", shown(tag)));
    }
    if (y > size.height)
      run.fail(fmt::format("there are more rows than y = {}", size.height));
    reader.take();
  }
}

}  // namespace

PatternError::PatternError(std::size_t line_number, std::size_t column_number,
                           const std::string& problem)
    : std::runtime_error(fmt::format("line {}, column {}: {}", line_number,
                                     column_number, problem)),
      line(line_number),
      column(column_number) {}

Grid parse_rle(std::string_view text) {
  Reader reader(text);
  const Size size = read_header(reader);
  return read_cells(reader, size);
}

Grid read_rle(const std::string& path) {
  if (std::filesystem::is_directory(path))
    throw_errno(fmt::format("read \"{}\"", path), EISDIR);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw_errno(fmt::format("open \"{}\"", path));
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) throw_errno(fmt::format("read \"{}\"", path));
  try {
    return parse_rle(text);
  } catch (const PatternError& error) {
    throw std::runtime_error(fmt::format("{}, {}", path, error.what()));
  }
}

Grid centered(const Grid& pattern, Size size) {
  const Size own = pattern.size();
  if (own.height > size.height || own.width > size.width)
    throw std::invalid_argument(
        fmt::format("a pattern of {}x{} does not fit into {}x{}", own.height,
                    own.width, size.height, size.width));
  Grid grid(size);
  const int top = (size.height - own.height) / 2;
  const int left = (size.width - own.width) / 2;
  for (int y = 0; y < own.height; ++y) {
    for (int x = 0; x < own.width; ++x)
      grid.set(top + y, left + x, pattern.get(y, x));
  }
  return grid;
}

}  // namespace workbook
