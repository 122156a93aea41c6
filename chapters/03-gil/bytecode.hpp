#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace workbook {

class Gil;

// All that bytecode computes with: no big numbers, no strings, no objects.
using Value = std::int64_t;

// A function of C++ that bytecode can call. It is called with the lock held,
// and may release it (ReleaseGil) while it waits. Without a lock, `gil` is
// null.
using Native = std::function<Value(Gil* gil, Value argument)>;

// #region op
// What the machine can do. Operands come from the stack, results go there;
// `x` is the instruction's argument.
enum class Op : std::uint8_t {
  load_const,     // push x
  load_local,     // push local variable x
  store_local,    // pop into local variable x
  load_global,    // push global variable x, which all threads share
  store_global,   // pop into global variable x
  add,            // pop b, pop a, push a + b
  subtract,       // pop b, pop a, push a - b
  remainder,      // pop b, pop a, push a % b
  equal,          // pop b, pop a, push 1 if a == b, else 0
  less,           // pop b, pop a, push 1 if a < b, else 0
  jump,           // go on at x
  jump_if_false,  // pop a; go on at x if it is 0
  for_range,      // on the stack: next, end. Push next and add 1 to the one
                  // below; at the end pop both and go on at x
  call,           // pop a, push what native function x returns for it
  append,         // pop a into the list of results
  return_,        // the end
};
// #endregion op

struct Instruction {
  Op op;
  Value argument;  // `x`; 0 where there is none
};

// A line of the source that instructions were made from.
struct SourceLine {
  std::size_t first;  // its first instruction
  std::string text;
};

// A program. It does not change, so any number of threads may execute it.
struct Code {
  std::vector<Instruction> instructions;
  std::vector<Native> natives;
  std::size_t parameters = 0;  // they are the first local variables

  // For people only.
  std::vector<SourceLine> lines;
  std::vector<std::string> locals;   // names, by number
  std::vector<std::string> globals;  // names, by number
  std::vector<std::string> functions;
};

// "LOAD_GLOBAL count"
std::string to_text(const Instruction& instruction, const Code& code);

// The source with its instructions, a line for each.
std::string disassemble(const Code& code);

}  // namespace workbook
