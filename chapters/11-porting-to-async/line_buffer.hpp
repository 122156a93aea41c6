#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "11-porting-to-async/protocol.hpp"

namespace workbook {

// Makes lines of bytes, which arrive in pieces of any size. It never holds more
// than one line of the greatest length.
//
//   read into buffer.room(), then buffer.add(count of bytes)
//   while (auto line = buffer.next()) ...
class LineBuffer {
 public:
  // Where to put the bytes that come next; not empty after next() found no
  // line. Good until the next call.
  std::span<char> room() {
    std::copy(bytes_.begin() + begin_, bytes_.begin() + end_, bytes_.begin());
    end_ -= begin_;
    begin_ = 0;
    return std::span(bytes_).subspan(static_cast<std::size_t>(end_));
  }

  // So many bytes were put there.
  void add(std::size_t count) { end_ += static_cast<std::ptrdiff_t>(count); }

  // Takes the first line, without its end, which is \n or \r\n; nothing while
  // none is whole. Throws ProtocolError for one that is too long.
  std::optional<std::string> next() {
    const auto first = bytes_.begin() + begin_;
    const auto last = bytes_.begin() + end_;
    const auto end = std::find(first, last, '\n');
    if (end == last && static_cast<std::size_t>(last - first) < bytes_.size())
      return std::nullopt;

    std::string line(first, end);
    if (line.ends_with('\r')) line.pop_back();
    if (end == last || line.size() > longest_line)
      throw ProtocolError("the line is longer than " +
                          std::to_string(longest_line) + " bytes");
    begin_ += end - first + 1;
    return line;
  }

 private:
  std::array<char, longest_line + 2> bytes_;
  std::ptrdiff_t begin_ = 0;  // bytes_ from begin_ to end_ are not taken yet
  std::ptrdiff_t end_ = 0;
};

}  // namespace workbook
