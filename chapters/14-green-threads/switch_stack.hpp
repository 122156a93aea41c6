#pragma once

// The switch itself, in the processor's own instructions, because no C++ can
// change the stack pointer. A call may change most registers, so the compiler
// has already saved those that it still needs. What is left are those that a
// function must give back (callee-saved): onto the old stack, from the new one.
// Sources: System V ABI for x86-64, section 3.2.1; AAPCS64, section 6.1.

#if defined(__x86_64__) || defined(__aarch64__)
#define WORKBOOK_SWITCH_STACK

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Stores the stack pointer in `*from`, with the registers on top of that stack,
// and goes on from the stack pointer `to`. Returns when another switch goes on
// from `*from`.
extern "C" void workbook_switch_stack(void** from, void* to) noexcept;

// Where a new stack begins: calls one saved register with another.
extern "C" void workbook_start_stack() noexcept;

// Every file that includes this has the code; the linker keeps one (`comdat`).
#define WORKBOOK_FUNCTION(name, ...)                            \
  asm(".pushsection .text." name ",\"axG\",%progbits," name     \
      ",comdat\n"                                               \
      ".weak " name "\n.hidden " name "\n.type " name           \
      ", %function\n.balign "                                   \
      "16\n" name ":\n" __VA_ARGS__ ".size " name ", . - " name \
      "\n.popsection\n")

#if defined(__x86_64__)

// #region switch
WORKBOOK_FUNCTION("workbook_switch_stack",
                  R"(
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  subq $8, %rsp
  stmxcsr (%rsp)          # how floating point rounds, too
  fnstcw 4(%rsp)

  movq %rsp, (%rdi)       # here the old stack ends,
  movq %rsi, %rsp         # and from here on it is the new one

  fldcw 4(%rsp)
  ldmxcsr (%rsp)
  addq $8, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  popq %rcx               # the return address that the new stack holds
  jmpq *%rcx
)");
// #endregion switch

WORKBOOK_FUNCTION("workbook_start_stack",
                  R"(
  .cfi_startproc
  .cfi_undefined rip      # nobody called this: debuggers stop here
  movq %r13, %rdi
  callq *%r12
  ud2
  .cfi_endproc
)");

#elif defined(__aarch64__)

WORKBOOK_FUNCTION("workbook_switch_stack",
                  R"(
  sub sp, sp, #160
  stp x19, x20, [sp, #0]
  stp x21, x22, [sp, #16]
  stp x23, x24, [sp, #32]
  stp x25, x26, [sp, #48]
  stp x27, x28, [sp, #64]
  stp x29, x30, [sp, #80]   // frame pointer, return address
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]

  mov x9, sp
  str x9, [x0]
  mov sp, x1

  ldp x19, x20, [sp, #0]
  ldp x21, x22, [sp, #16]
  ldp x23, x24, [sp, #32]
  ldp x25, x26, [sp, #48]
  ldp x27, x28, [sp, #64]
  ldp x29, x30, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  add sp, sp, #160
  ret
)");

WORKBOOK_FUNCTION("workbook_start_stack",
                  R"(
  .cfi_startproc
  .cfi_undefined x30
  mov x0, x20
  blr x19
  brk #1
  .cfi_endproc
)");

#endif
#undef WORKBOOK_FUNCTION

namespace workbook {

// Lays out a new stack as if a switch had left it, so that the first switch to
// it calls function(argument). Returns its stack pointer. `end` of the stack is
// aligned to 16 bytes.
inline void* prepare_stack(std::byte* end, void (*function)(void*),
                           void* argument) {
  const auto word = [](auto pointer) {
    return reinterpret_cast<std::uintptr_t>(pointer);
  };
#if defined(__x86_64__)
  constexpr std::uintptr_t usual_floating_point = 0x037f'0000'1f80;
  const std::array<std::uintptr_t, 8> saved = {
      usual_floating_point, 0, 0, word(argument),
      word(function),       0, 0, word(workbook_start_stack),
  };
#else
  std::array<std::uintptr_t, 20> saved = {word(function), word(argument)};
  saved[11] = word(workbook_start_stack);  // x30
#endif
  std::byte* top = end - sizeof saved;
  std::memcpy(top, saved.data(), sizeof saved);
  return top;
}

}  // namespace workbook

#endif
