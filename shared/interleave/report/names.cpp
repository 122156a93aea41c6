#include "interleave/report/names.hpp"

#include <array>
#include <initializer_list>
#include <regex>

namespace workbook::interleave {
namespace {

// An expression that names something: a, this->a, a.b, a[i], *a.
const std::string object =
    R"(([A-Za-z_]\w*(?:(?:\.|->)[A-Za-z_]\w*|\[[^\]]*\])*))";

// `x = `, but neither `x ==` nor the name of a lambda.
const std::string assigned = R"(\s*=(?!=)(?!\s*\[[^\]]*\]\s*[({]))";

std::string first_match(const std::string& text,
                        std::initializer_list<std::string> patterns) {
  for (const std::string& pattern : patterns) {
    std::smatch match;
    if (std::regex_search(text, match, std::regex(pattern))) return match[1];
  }
  return {};
}

// For a regular expression: R"(\+\+)" of "operator++"; empty if `member` is no
// such operator.
std::string escaped_symbol(std::string_view member) {
  constexpr std::string_view prefix = "operator";
  if (!member.starts_with(prefix)) return {};
  std::string result;
  for (const char c : member.substr(prefix.size())) {
    if (std::string_view("+-|&^=").find(c) == std::string_view::npos) return {};
    result += {'\\', c};
  }
  return result;
}

std::string find_name(const std::string& text, Op op, std::string_view member) {
  const bool plain = op == Op::read || op == Op::write;
  if (!plain && !member.empty() && !member.starts_with("operator") &&
      text.find(std::string(member) + "(") != std::string::npos) {
    std::string name = first_match(
        text, {object + R"((?:\.|->))" + std::string(member) + R"(\()"});
    if (!name.empty()) return name;
  }
  if (const std::string symbol = escaped_symbol(member);
      !plain && !symbol.empty()) {
    return first_match(text, {object + R"(\s*)" + symbol + "(?!=)",
                              symbol + R"(\s*)" + object});
  }
  // A conversion in a line that also calls members: which name is meant?
  if (member.starts_with("operator ") &&
      std::regex_search(
          text,
          std::regex(R"((?:\.|->)(?:load|store|exchange|compare|fetch))")))
    return {};
  switch (op) {
    case Op::lock:
    case Op::try_lock:
    case Op::unlock:
    case Op::lock_shared:
    case Op::try_lock_shared:
    case Op::unlock_shared:
      return first_match(
          text,
          {R"((?:lock_guard|unique_lock|shared_lock)(?:<[^>]*>)?\s+\w+\s*[({]\s*)" +
               object,
           R"(scoped_lock(?:<[^>]*>)?\s+\w+\s*[({]\s*)" + object + R"(\s*[)}])",
           object + R"((?:\.|->)(?:try_)?lock\w*\()",
           object + R"((?:\.|->)unlock\w*\()"});
    case Op::wait:
    case Op::relock:
    case Op::notify_one:
    case Op::notify_all:
      return first_match(
          text,
          {object +
           R"((?:\.|->)(?:wait|wait_for|wait_until|notify_one|notify_all)\()"});
    case Op::load:
    case Op::store:
    case Op::exchange:
    case Op::park:
    case Op::unpark:
    case Op::wake:
      return first_match(
          text,
          {object +
               R"((?:\.|->)(?:load|store|exchange|compare_exchange\w*|fetch_\w+|wait|notify_\w+|test\w*|clear)\()",
           object + R"(\s*(?:[-+|&^]=|\+\+|--))", R"((?:\+\+|--)\s*)" + object,
           object + assigned,
           R"((?:while|if)\s*\(!?\s*)" + object + R"(\s*(?:[=!<>]=?[^)]*)?\))",
           R"(=\s*)" + object + R"(\s*;)", R"(check\(!?)" + object});
    case Op::read:
      return first_match(
          text,
          {object + R"(\s*(?:[-+*/|&^]=|\+\+|--))",
           R"((?:\+\+|--)\s*)" + object, R"(=\s*)" + object + R"(\s*;)",
           R"((?:while|if)\s*\(!?\s*)" + object + R"(\s*(?:[=!<>]=?[^)]*)?\))",
           R"(check\(!?)" + object});
    case Op::write:
      return first_match(text, {object + R"(\s*(?:[-+*/|&^]=|\+\+|--))",
                                R"((?:\+\+|--)\s*)" + object, object + assigned,
                                R"(delete\s+)" + object});
    case Op::acquire:
    case Op::release:
      return first_match(text,
                         {R"(sem_\w+\(&?)" + object,
                          object + R"((?:\.|->)\w*(?:acquire|release)\w*\()"});
    default:
      return {};
  }
}

// An index is one thing in one step and another in the next: forks[i].
std::string without_indices(const std::string& name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '[') {
      const std::size_t end = name.find(']', i);
      const std::string index = name.substr(i + 1, end - i - 1);
      if (index.find_first_not_of("0123456789") == std::string::npos)
        result += "[" + index + "]";
      i = end;
    } else {
      result += name[i];
    }
  }
  return result;
}

}  // namespace

std::string name_in(std::string_view line, Op op, std::string_view member) {
  std::string name = without_indices(find_name(std::string(line), op, member));
  if (name.starts_with("this->")) name.erase(0, 6);
  return name;
}

}  // namespace workbook::interleave
