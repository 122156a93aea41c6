#include "17-capstone/result.hpp"

#include <algorithm>

namespace workbook {

std::string to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::solved:
      return "solved";
    case Verdict::fails:
      return "does not pass yet";
    case Verdict::does_not_compile:
      return "does not compile";
    case Verdict::stuck:
      return "is stuck";
    case Verdict::leaks:
      return "leaves child processes running";
    case Verdict::crashes:
      return "crashes";
    case Verdict::too_long:
      return "takes too long";
    case Verdict::cannot_build:
      return "cannot be built";
    case Verdict::no_answer:
      return "has no file";
    case Verdict::cancelled:
      return "was cancelled";
  }
  return "";
}

std::size_t Result::passed() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(cases, &TestCase::passed));
}

}  // namespace workbook
