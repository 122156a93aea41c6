#include "03-gil/programs.hpp"

#include <utility>

namespace workbook {

// #region add-one
Code add_one() {
  return Assembler()
      .line("count += 1")
      .load(count)
      .load_const(1)
      .op(Op::add)
      .store(count)
      .finish();
}
// #endregion add-one

Code increment() {
  Assembler code({"times"});
  const auto loop = code.label();
  const auto end = code.label();
  code.line("for _ in range(0, times):")
      .load_const(0)
      .load("times")
      .place(loop)
      .for_range(end)
      .store("_");
  code.line("    count += 1")
      .load(count)
      .load_const(1)
      .op(Op::add)
      .store(count)
      .jump(loop)
      .place(end);
  return code.finish();
}

// #region factorize
Code factorize() {
  Assembler code({"number"});
  const auto loop = code.label();
  const auto end = code.label();
  code.line("for i in range(1, number + 1):")
      .load_const(1)
      .load("number")
      .load_const(1)
      .op(Op::add)
      .place(loop)
      .for_range(end)
      .store("i");
  code.line("    if number % i == 0:")
      .load("number")
      .load("i")
      .op(Op::remainder)
      .load_const(0)
      .op(Op::equal)
      .jump_if_false(loop);
  code.line("        factors.append(i)")
      .load("i")
      .op(Op::append)
      .jump(loop)
      .place(end);
  return code.finish();
}
// #endregion factorize

// #region native
std::vector<Value> factors_of(Value number) {
  std::vector<Value> factors;
  for (Value i = 1; i <= number; ++i) {
    if (number % i == 0) factors.push_back(i);
  }
  return factors;
}
// #endregion native

Code call_often(const std::string& name, Native native) {
  Assembler code({"times", "argument"});
  const auto loop = code.label();
  const auto end = code.label();
  code.line("for _ in range(0, times):")
      .load_const(0)
      .load("times")
      .place(loop)
      .for_range(end)
      .store("_");
  code.line("    " + name + "(argument)")
      .load("argument")
      .call(name, std::move(native))
      .store("_")
      .jump(loop)
      .place(end);
  return code.finish();
}

Code run_until_stopped() {
  Assembler code;
  const auto loop = code.label();
  const auto end = code.label();
  code.place(loop).line("while running:").load(running).jump_if_false(end);
  code.line("    count += 1")
      .load(count)
      .load_const(1)
      .op(Op::add)
      .store(count)
      .jump(loop)
      .place(end);
  return code.finish();
}

// #region fly
Code fly(Native goes_on) {
  constexpr Value map_size = 1000;
  Assembler code;
  const auto loop = code.label();
  const auto end = code.label();
  code.place(loop)
      .line("while goes_on(0):")
      .load_const(0)
      .call("goes_on", std::move(goes_on))
      .jump_if_false(end);
  const auto move = [&](const Global& coordinate, Value speed) {
    code.load(coordinate)
        .load_const(speed)
        .op(Op::add)
        .load_const(map_size)
        .op(Op::remainder)
        .store(coordinate);
  };
  code.line("    x = (x + 7) % 1000");
  move(map_x, 7);
  code.line("    y = (y + 3) % 1000");
  move(map_y, 3);
  code.line("    positions += 1")
      .load(positions)
      .load_const(1)
      .op(Op::add)
      .store(positions)
      .jump(loop)
      .place(end);
  return code.finish();
}
// #endregion fly

}  // namespace workbook
