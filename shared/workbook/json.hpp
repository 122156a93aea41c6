#pragma once

#include <fmt/format.h>

#include <string>

namespace workbook {

// A JSON string (RFC 8259): quotes, backslashes and control characters are
// escaped.
inline std::string json_string(const std::string& text) {
  std::string result = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') {
      result += {'\\', character};
    } else if (static_cast<unsigned char>(character) < 0x20) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(character));
    } else {
      result += character;
    }
  }
  return result + '"';
}

}  // namespace workbook
