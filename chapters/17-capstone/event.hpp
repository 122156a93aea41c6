#pragma once

#include <string>
#include <variant>

#include "17-capstone/result.hpp"

namespace workbook {

// What the loop of `watch` hears of. Threads make these; only the loop acts.

// A key: a character, or one of the names below.
struct Key {
  char32_t code;
  bool operator==(const Key&) const = default;
};
namespace keys {
constexpr char32_t up = 0xe000;  // of the private use area, so never a letter
constexpr char32_t down = 0xe001;
constexpr char32_t page_up = 0xe002;
constexpr char32_t page_down = 0xe003;
constexpr char32_t home = 0xe004;
constexpr char32_t end = 0xe005;
constexpr char32_t escape = 0x1b;
constexpr char32_t enter = '\r';
constexpr char32_t backspace = 0x7f;
}  // namespace keys

struct Saved {};  // a file that is watched has changed
struct Phase {    // of the run with this number
  unsigned run;
  std::string text;  // "building", "testing"
  int seconds;       // since the run began
};
struct Finished {
  unsigned run;
  Result result;
};
struct SignalArrived {
  int number;
};
struct EditorClosed {
  std::string problem;  // empty when it ended well
};

using Event =
    std::variant<Key, Saved, Phase, Finished, SignalArrived, EditorClosed>;

}  // namespace workbook
