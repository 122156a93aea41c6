#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "03-gil/bytecode.hpp"

namespace workbook {

// What a Code may use; the assembler refuses more, so the interpreter need not
// look.
constexpr std::size_t max_stack = 16;
constexpr std::size_t max_locals = 16;
constexpr std::size_t max_globals = 16;

// A global variable: its number, and what the disassembly calls it.
struct Global {
  std::size_t number;
  const char* name;
};

// Builds a Code, instruction by instruction:
//
//   constexpr Global count{0, "count"};
//   const Code code = Assembler()
//                         .line("count += 1")
//                         .load(count)
//                         .load_const(1)
//                         .op(Op::add)
//                         .store(count)
//                         .finish();
class Assembler {
 public:
  // A place to jump to, before or after it is known where that is.
  struct Label {
    std::size_t number;
  };

  // The parameters are the first local variables.
  explicit Assembler(std::vector<std::string> parameters = {});

  // The source of what follows, for the disassembly.
  Assembler& line(std::string source);

  Assembler& load_const(Value constant);
  Assembler& load(const std::string& local);
  Assembler& store(const std::string& local);
  Assembler& load(const Global& global);
  Assembler& store(const Global& global);

  // An instruction that takes no argument.
  Assembler& op(Op op);

  // Calls `native` with one argument, and leaves its result on the stack.
  Assembler& call(const std::string& name, Native native);

  Label label();
  Assembler& place(Label label);  // here
  Assembler& jump(Label target);
  Assembler& jump_if_false(Label target);
  Assembler& for_range(Label end);

  // Adds the return_ at the end. Throws std::invalid_argument for a program
  // that would take from an empty stack, outgrow it, or jump to nowhere.
  Code finish();

 private:
  Assembler& emit(Op op, std::size_t argument);
  Assembler& emit_jump(Op op, Label target);
  std::size_t number_of(const std::string& local);
  std::size_t number_of(const Global& global);

  Code code_;
  std::vector<std::size_t> places_;  // of labels, by number
  std::vector<std::pair<std::size_t, Label>> jumps_;
};

}  // namespace workbook
