// The ends of the program: exit, failed assertions.

#include <cassert>
#include <cstdlib>
#include <string>

#include "interleave/hooks/hook.hpp"

using namespace workbook::interleave;

namespace {

[[noreturn]] void end_program(const char* name, int status, StackFrame caller) {
  {
    const Visit visit(caller);
    if (visit) {
      execution->note(visit.task(), Op::check, nullptr);
      execution->fail(
          workbook::Outcome::crash,
          std::string(name) + "(" + std::to_string(status) + ") was called");
    }
  }
  using Function = void (*)(int);
  reinterpret_cast<Function>(real::find(name))(status);
  __builtin_unreachable();
}

}  // namespace

extern "C" {

void exit(int status) noexcept { end_program("exit", status, WORKBOOK_CALLER); }
void _exit(int status) { end_program("_exit", status, WORKBOOK_CALLER); }
void _Exit(int status) noexcept {
  end_program("_Exit", status, WORKBOOK_CALLER);
}
void quick_exit(int status) noexcept {
  end_program("quick_exit", status, WORKBOOK_CALLER);
}

void __assert_fail(const char* expression, const char* file, unsigned line,
                   const char* function) noexcept {
  if (const Visit visit(WORKBOOK_CALLER); visit) {
    execution->note(visit.task(), Op::check, nullptr);
    execution->fail(workbook::Outcome::assertion,
                    std::string("assert(") + expression + ") does not hold");
  }
  using Function = void (*)(const char*, const char*, unsigned, const char*);
  reinterpret_cast<Function>(real::find("__assert_fail"))(expression, file,
                                                          line, function);
  __builtin_unreachable();
}

}  // extern "C"
