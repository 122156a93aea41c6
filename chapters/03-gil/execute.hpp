#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <span>
#include <vector>

#include "03-gil/arithmetic.hpp"
#include "03-gil/assembler.hpp"
#include "03-gil/bytecode.hpp"

namespace workbook {

// What a thread is about to do.
struct Step {
  const Code& code;
  std::size_t position;          // of the instruction that is next
  std::span<const Value> stack;  // the top is last

  const Instruction& next() const { return code.instructions[position]; }
};

// Shared by all threads. Atomic, so that a load and a store at the same time
// are not undefined behavior where there is no lock. A load, an addition and a
// store are still three steps.
using Globals = std::array<std::atomic<Value>, max_globals>;

// Executes `code` in the calling thread and returns the list that it appended
// to. Calls `check` with a Step before each instruction; passes `gil` on to
// native functions. No operand is missing and nothing is out of bounds: the
// assembler saw to it.
template <typename Check>
std::vector<Value> execute(const Code& code, std::span<const Value> arguments,
                           Globals& globals, Gil* gil, Check check) {
  std::vector<Value> results;
  std::array<Value, max_locals> locals{};
  std::copy(arguments.begin(), arguments.end(), locals.begin());
  std::array<Value, max_stack> stack{};
  Value* end = stack.data();  // of the stack: its top is one below
  const auto push = [&](Value value) { *end++ = value; };
  const auto pop = [&] { return *--end; };
  const auto combine = [&](auto operation) {
    const Value b = pop();
    push(operation(pop(), b));
  };

  // #region loop
  const Instruction* const first = code.instructions.data();
  const Instruction* next = first;
  for (;;) {
    const auto position = static_cast<std::size_t>(next - first);
    check(Step{code, position, {stack.data(), end}});

    const auto [op, argument] = *next++;
    const auto x = static_cast<std::size_t>(argument);
    switch (op) {
      case Op::load_const:
        push(argument);
        break;
      case Op::load_local:
        push(locals[x]);
        break;
      case Op::store_local:
        locals[x] = pop();
        break;
      case Op::load_global:
        push(globals[x].load(std::memory_order_relaxed));
        break;
      case Op::store_global:
        globals[x].store(pop(), std::memory_order_relaxed);
        break;
      case Op::add:
        combine(arithmetic::add);
        break;
        // #endregion loop
      case Op::subtract:
        combine(arithmetic::subtract);
        break;
      case Op::remainder:
        combine(arithmetic::remainder);
        break;
      case Op::equal:
        combine(arithmetic::equal);
        break;
      case Op::less:
        combine(arithmetic::less);
        break;
      case Op::jump:
        next = first + x;
        break;
      case Op::jump_if_false:
        if (pop() == 0) next = first + x;
        break;
      case Op::for_range:
        if (end[-2] < end[-1]) {
          push(end[-2]++);
        } else {
          end -= 2;
          next = first + x;
        }
        break;
      case Op::call:
        push(code.natives[x](gil, pop()));
        break;
      case Op::append:
        results.push_back(pop());
        break;
      case Op::return_:
        return results;
    }
  }
}

}  // namespace workbook
