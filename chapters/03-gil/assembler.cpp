#include "03-gil/assembler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace workbook {
namespace {

constexpr auto nowhere = static_cast<std::size_t>(-1);

struct Effect {
  std::size_t pops;
  std::size_t pushes;
};

// What an instruction does to the stack when it goes on with the next one.
Effect effect_of(Op op) {
  switch (op) {
    case Op::load_const:
    case Op::load_local:
    case Op::load_global:
      return {0, 1};
    case Op::store_local:
    case Op::store_global:
    case Op::jump_if_false:
    case Op::append:
      return {1, 0};
    case Op::add:
    case Op::subtract:
    case Op::remainder:
    case Op::equal:
    case Op::less:
      return {2, 1};
    case Op::for_range:
      return {2, 3};
    case Op::call:
      return {1, 1};
    case Op::jump:
    case Op::return_:
      break;
  }
  return {0, 0};
}

bool jumps(Op op) {
  return op == Op::jump || op == Op::jump_if_false || op == Op::for_range;
}

// Follows every path through the code and compares what the stack holds.
class Verifier {
 public:
  explicit Verifier(const Code& code)
      : code_(code), depths_(code.instructions.size()) {}

  void verify() {
    reach(0, 0);
    while (!open_.empty()) {
      const std::size_t at = open_.back();
      open_.pop_back();
      follow(at);
    }
  }

 private:
  void follow(std::size_t at) {
    const auto [op, argument] = code_.instructions[at];
    const auto [pops, pushes] = effect_of(op);
    const std::size_t depth = *depths_[at];
    if (depth < pops) fail(at, "takes from an empty stack");
    if (depth - pops + pushes > max_stack) fail(at, "the stack is full");
    if (jumps(op)) {
      reach(static_cast<std::size_t>(argument),
            op == Op::for_range ? depth - 2 : depth - pops);
    }
    if (op != Op::jump && op != Op::return_) {
      reach(at + 1, depth - pops + pushes);
    }
  }

  void reach(std::size_t at, std::size_t depth) {
    if (!depths_[at]) {
      depths_[at] = depth;
      open_.push_back(at);
    } else if (depths_[at] != depth) {
      fail(at, "is reached with stacks of different sizes");
    }
  }

  [[noreturn]] void fail(std::size_t at, const char* what) const {
    throw std::invalid_argument(fmt::format(
        "{} {}: {}", at, to_text(code_.instructions[at], code_), what));
  }

  const Code& code_;
  std::vector<std::optional<std::size_t>> depths_;  // before each instruction
  std::vector<std::size_t> open_;  // reached, and not yet followed
};

}  // namespace

Assembler::Assembler(std::vector<std::string> parameters) {
  code_.parameters = parameters.size();
  code_.locals = std::move(parameters);
  if (code_.locals.size() > max_locals) {
    throw std::invalid_argument("too many parameters");
  }
}

Assembler& Assembler::line(std::string source) {
  code_.lines.push_back({code_.instructions.size(), std::move(source)});
  return *this;
}

Assembler& Assembler::load_const(Value constant) {
  code_.instructions.push_back({Op::load_const, constant});
  return *this;
}

Assembler& Assembler::load(const std::string& local) {
  return emit(Op::load_local, number_of(local));
}

Assembler& Assembler::store(const std::string& local) {
  return emit(Op::store_local, number_of(local));
}

Assembler& Assembler::load(const Global& global) {
  return emit(Op::load_global, number_of(global));
}

Assembler& Assembler::store(const Global& global) {
  return emit(Op::store_global, number_of(global));
}

Assembler& Assembler::op(Op op) { return emit(op, 0); }

Assembler& Assembler::call(const std::string& name, Native native) {
  code_.functions.push_back(name);
  code_.natives.push_back(std::move(native));
  return emit(Op::call, code_.natives.size() - 1);
}

Assembler::Label Assembler::label() {
  places_.push_back(nowhere);
  return {places_.size() - 1};
}

Assembler& Assembler::place(Label label) {
  places_.at(label.number) = code_.instructions.size();
  return *this;
}

Assembler& Assembler::jump(Label target) { return emit_jump(Op::jump, target); }

Assembler& Assembler::jump_if_false(Label target) {
  return emit_jump(Op::jump_if_false, target);
}

Assembler& Assembler::for_range(Label end) {
  return emit_jump(Op::for_range, end);
}

Code Assembler::finish() {
  emit(Op::return_, 0);
  for (const auto& [position, label] : jumps_) {
    const std::size_t place = places_.at(label.number);
    if (place == nowhere) {
      throw std::invalid_argument(
          fmt::format("{}: jumps to a label that was not placed", position));
    }
    code_.instructions[position].argument = static_cast<Value>(place);
  }
  Verifier(code_).verify();
  return std::move(code_);
}

Assembler& Assembler::emit(Op op, std::size_t argument) {
  code_.instructions.push_back({op, static_cast<Value>(argument)});
  return *this;
}

Assembler& Assembler::emit_jump(Op op, Label target) {
  jumps_.emplace_back(code_.instructions.size(), target);
  return emit(op, 0);
}

std::size_t Assembler::number_of(const std::string& local) {
  const auto found = std::ranges::find(code_.locals, local);
  if (found == code_.locals.end() && code_.locals.size() == max_locals) {
    throw std::invalid_argument("too many local variables: " + local);
  }
  const auto number =
      static_cast<std::size_t>(std::distance(code_.locals.begin(), found));
  if (found == code_.locals.end()) code_.locals.push_back(local);
  return number;
}

std::size_t Assembler::number_of(const Global& global) {
  if (global.number >= max_globals) {
    throw std::invalid_argument(
        fmt::format("there is no global variable {}", global.number));
  }
  if (code_.globals.size() <= global.number) {
    code_.globals.resize(global.number + 1);
  }
  code_.globals[global.number] = global.name;
  return global.number;
}

}  // namespace workbook
