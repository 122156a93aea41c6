#include "04-locks/two_increments.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>

#include "03-gil/interpreter.hpp"
#include "03-gil/programs.hpp"

namespace workbook {
namespace {

// "LOAD_GLOBAL count   reads 0"
std::string describe(const Step& step, Value value) {
  std::string text = to_text(step.next(), step.code);
  if (step.next().op == Op::load_global)
    return fmt::format("{:<20} reads {}", text, value);
  if (step.next().op == Op::store_global)
    return fmt::format("{:<20} writes {}", text, step.stack.back());
  return text;
}

}  // namespace

// #region two-increments
void two_increments(const Arguments&) {
  // Nobody gives the lock away unless told to.
  Gil gil({.interval = std::chrono::hours(1)});
  Interpreter interpreter(&gil);
  const Code code = add_one();

  fmt::print("{:<40}second thread\n", "first thread");
  int started = 0;  // guarded by gil, as is what is printed
  in_threads(2, &gil, [&](int) {
    int me = 0;  // the first one to get the lock, or the second
    interpreter.run(code, {}, [&](const Step& step) {
      if (step.position == 0) me = ++started;
      if (me == 1 && step.next().op == Op::store_global) {
        fmt::print("(gives the lock away)\n");
        gil.hand_over();
      }
      fmt::print("{:>{}}{}\n", "", me == 1 ? 0 : 40,
                 describe(step, interpreter.global(count)));
    });
  });
  fmt::print("\n2 additions, and count is {}\n", interpreter.global(count));
}
// #endregion two-increments

}  // namespace workbook
