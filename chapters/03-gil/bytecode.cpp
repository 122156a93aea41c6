#include "03-gil/bytecode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace workbook {
namespace {

constexpr std::array names = {
    "LOAD_CONST",   "LOAD_LOCAL", "STORE_LOCAL", "LOAD_GLOBAL",
    "STORE_GLOBAL", "ADD",        "SUBTRACT",    "REMAINDER",
    "EQUAL",        "LESS",       "JUMP",        "JUMP_IF_FALSE",
    "FOR_RANGE",    "CALL",       "APPEND",      "RETURN"};

std::string argument_text(const Instruction& instruction, const Code& code) {
  const auto [op, argument] = instruction;
  const auto number = static_cast<std::size_t>(argument);
  switch (op) {
    case Op::load_const:
      return fmt::format("{}", argument);
    case Op::load_local:
    case Op::store_local:
      return code.locals.at(number);
    case Op::load_global:
    case Op::store_global:
      return code.globals.at(number);
    case Op::call:
      return code.functions.at(number);
    case Op::jump:
    case Op::jump_if_false:
    case Op::for_range:
      return fmt::format("to {}", argument);
    default:
      return "";
  }
}

}  // namespace

std::string to_text(const Instruction& instruction, const Code& code) {
  const std::string argument = argument_text(instruction, code);
  const char* name = names.at(static_cast<std::size_t>(instruction.op));
  return argument.empty() ? name : fmt::format("{} {}", name, argument);
}

std::string disassemble(const Code& code) {
  std::string text;
  auto line = code.lines.begin();
  for (std::size_t i = 0; i < code.instructions.size(); ++i) {
    std::string source;
    if (line != code.lines.end() && line->first == i) source = (line++)->text;
    text += fmt::format("{:<34}{:>3}  {}\n", source, i,
                        to_text(code.instructions[i], code));
  }
  return text;
}

}  // namespace workbook
