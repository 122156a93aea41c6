#include "03-gil/assembler.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "03-gil/programs.hpp"

using namespace workbook;

TEST_CASE("the disassembly shows each line of source with its instructions") {
  CHECK(disassemble(add_one()) ==
        "count += 1                          0  LOAD_GLOBAL count\n"
        "                                    1  LOAD_CONST 1\n"
        "                                    2  ADD\n"
        "                                    3  STORE_GLOBAL count\n"
        "                                    4  RETURN\n");
}

TEST_CASE("the disassembly names variables and functions and places") {
  const Code code = call_often("nap", [](Gil*, Value) -> Value { return 0; });
  CHECK(disassemble(code) ==
        "for _ in range(0, times):           0  LOAD_CONST 0\n"
        "                                    1  LOAD_LOCAL times\n"
        "                                    2  FOR_RANGE to 8\n"
        "                                    3  STORE_LOCAL _\n"
        "    nap(argument)                   4  LOAD_LOCAL argument\n"
        "                                    5  CALL nap\n"
        "                                    6  STORE_LOCAL _\n"
        "                                    7  JUMP to 2\n"
        "                                    8  RETURN\n");
}

TEST_CASE("a program that takes from an empty stack is refused") {
  CHECK_THROWS_WITH_AS(Assembler().load_const(1).op(Op::add).finish(),
                       "1 ADD: takes from an empty stack",
                       std::invalid_argument);
}

TEST_CASE("a program that outgrows the stack is refused") {
  Assembler code;
  for (std::size_t i = 0; i <= max_stack; ++i) code.load_const(1);
  CHECK_THROWS_WITH_AS(code.finish(), "16 LOAD_CONST 1: the stack is full",
                       std::invalid_argument);
}

TEST_CASE("a loop that leaves something on the stack is refused") {
  Assembler code;
  const auto loop = code.label();
  code.place(loop).load_const(1).jump(loop);
  CHECK_THROWS_WITH_AS(
      code.finish(),
      "0 LOAD_CONST 1: is reached with stacks of different sizes",
      std::invalid_argument);
}

TEST_CASE("a jump to a label that is nowhere is refused") {
  Assembler code;
  code.jump(code.label());
  CHECK_THROWS_WITH_AS(code.finish(), "0: jumps to a label that was not placed",
                       std::invalid_argument);
}

TEST_CASE("more variables than the machine has are refused") {
  Assembler code;
  for (std::size_t i = 0; i < max_locals; ++i)
    code.load("v" + std::to_string(i));
  CHECK_THROWS_WITH_AS(code.load("one more"),
                       "too many local variables: one more",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(code.load(Global{max_globals, "far"}),
                       "there is no global variable 16", std::invalid_argument);
}
