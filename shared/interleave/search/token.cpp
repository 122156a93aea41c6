#include "interleave/search/token.hpp"

#include <link.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <typeinfo>

namespace workbook::interleave {
namespace {

// The address that the program was loaded to differs from run to run.
std::uint64_t load_address() {
  std::uint64_t address = 0;
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) {
        *static_cast<std::uint64_t*>(data) = info->dlpi_addr;
        return 1;
      },
      &address);
  return address;
}

std::string to_base(std::uint64_t number, int base) {
  std::array<char, 65> text{};
  return {
      text.data(),
      std::to_chars(text.data(), text.data() + text.size(), number, base).ptr};
}

std::string name_of(const std::function<void()>& body) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char* c = body.target_type().name(); *c != '\0'; ++c)
    hash = (hash ^ static_cast<unsigned char>(*c)) * 16777619U;
  if (const auto* function =
          body.target<void (*)()>()) {  // all functions are of one type
    hash ^= static_cast<std::uint32_t>(
        reinterpret_cast<std::uint64_t>(*function) - load_address());
  }
  return to_base(hash, 36);
}

template <typename Number>
bool parse(std::string_view text, Number& number, int base) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string Token::to_text(const std::function<void()>& body) const {
  std::string text = name_of(body);
  for (const Deviation& deviation : deviations) {
    text += "." + std::to_string(deviation.at) + "-" +
            std::to_string(deviation.choice);
  }
  for (const std::uint64_t pc : racy)
    text += ".x" + to_base(pc - load_address(), 16);
  return text;
}

bool Token::names_body(std::string_view text,
                       const std::function<void()>& body) {
  return text.substr(0, text.find('.')) == name_of(body);
}

Token::Token(std::string_view text, const std::function<void()>& body) {
  const auto refuse = [&] {
    throw std::invalid_argument("not a token of this body: \"" +
                                std::string(text) + "\"");
  };
  if (!names_body(text, body)) refuse();
  for (std::size_t at = text.find('.'); at != std::string_view::npos;) {
    const std::size_t end = text.find('.', at + 1);
    const std::string_view part =
        text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    at = end;
    const std::size_t dash = part.find('-');
    Deviation deviation{};
    std::uint64_t offset = 0;
    if (part.starts_with('x') && parse(part.substr(1), offset, 16)) {
      racy.push_back(load_address() + offset);
    } else if (dash != std::string_view::npos &&
               parse(part.substr(0, dash), deviation.at, 10) &&
               parse(part.substr(dash + 1), deviation.choice, 10)) {
      deviations.push_back(deviation);
    } else {
      refuse();
    }
  }
}

}  // namespace workbook::interleave
