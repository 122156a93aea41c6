#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/search/search.hpp"

namespace workbook::interleave {

// A schedule as a word that can be passed on: "3f2a.7-1.12-2". First which body
// and build it is of, then each deviation as decision-choice, then the places
// of ignored races.
struct Token {
  Token() = default;
  // Throws std::invalid_argument if `text` is no token of `body` in this build.
  Token(std::string_view text, const std::function<void()>& body);

  std::string to_text(const std::function<void()>& body) const;
  static bool names_body(std::string_view text,
                         const std::function<void()>& body);

  Deviations deviations;
  std::vector<std::uint64_t> racy;
};

}  // namespace workbook::interleave
