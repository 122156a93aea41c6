#pragma once

#include <cxxabi.h>
#include <ucontext.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "14-green-threads/sanitizer_fiber.hpp"
#include "14-green-threads/stack.hpp"
#include "14-green-threads/switch_stack.hpp"

namespace workbook {

// A place to go on from: a stack, and what was in the registers. One is of the
// code that runs, the others wait.
//
//   Context main;                        // of whoever runs now
//   Context other(stack, entry, &data);  // will call entry(&data)
//   main.switch_to(other);               // returns when someone comes back
//
// All belong to the OS thread that made them. `Registers` is how the
// processor's state is kept and exchanged.
template <typename Registers>
class BasicContext {
 public:
  using Entry = void (*)(void*);

  BasicContext() = default;
  // `stack` stays the caller's, and outlives this. `entry` must not return, nor
  // let an exception out: it ends with leave_for().
  BasicContext(const Stack& stack, Entry entry, void* argument)
      : entry_(entry),
        argument_(argument),
        fiber_(stack),
        registers_(stack, start, this) {}
  BasicContext(const BasicContext&) = delete;
  BasicContext& operator=(const BasicContext&) = delete;

  // Goes on where `next` stopped; returns when another switches to this one.
  void switch_to(BasicContext& next) { change(next, false); }
  // The same for the last time: this one is over.
  [[noreturn]] void leave_for(BasicContext& next) {
    change(next, true);
    std::abort();
  }

 private:
  // The exceptions that are being handled: the runtime has a list for each OS
  // thread, and each stack has its own. Source: Itanium C++ ABI, section 2.2.2.
  struct Exceptions {
    void* caught = nullptr;
    unsigned uncaught = 0;
  };

  // #region change
  void change(BasicContext& next, bool for_good) {
    void* const in_use = abi::__cxa_get_globals();
    std::memcpy(&exceptions_, in_use, sizeof exceptions_);
    std::memcpy(in_use, &next.exceptions_, sizeof exceptions_);
    fiber_.leave_for(next.fiber_, for_good);
    Registers::exchange(registers_, next.registers_);
    fiber_.arrive();
  }
  // #endregion change

  static void start(void* self) {
    auto& context = *static_cast<BasicContext*>(self);
    context.fiber_.arrive();
    context.entry_(context.argument_);
  }

  Entry entry_ = nullptr;
  void* argument_ = nullptr;
  Exceptions exceptions_;
  SanitizerFiber fiber_;
  Registers registers_;
};

// By ucontext, which is everywhere. Each exchange is a system call, because it
// keeps the signal mask. Source: POSIX.1-2001 makecontext.
class PortableRegisters {
 public:
  PortableRegisters() = default;
  PortableRegisters(const Stack& stack, void (*function)(void*),
                    void* argument);

  static void exchange(PortableRegisters& from, PortableRegisters& to) {
    ::swapcontext(&from.context_, &to.context_);
  }

 private:
  // makecontext passes only `int`: a pointer takes two.
  template <typename Pointer>
  static std::pair<unsigned, unsigned> halves(Pointer pointer) {
    const auto bits = std::uint64_t{reinterpret_cast<std::uintptr_t>(pointer)};
    return {static_cast<unsigned>(bits >> 32), static_cast<unsigned>(bits)};
  }
  template <typename Pointer>
  static Pointer whole(unsigned high, unsigned low) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): it was split above
    return reinterpret_cast<Pointer>(
        static_cast<std::uintptr_t>(std::uint64_t{high} << 32 | low));
  }
  static void call(unsigned function_high, unsigned function_low,
                   unsigned argument_high, unsigned argument_low) {
    whole<void (*)(void*)>(
        function_high, function_low)(whole<void*>(argument_high, argument_low));
  }

  ucontext_t context_{};
};

inline PortableRegisters::PortableRegisters(const Stack& stack,
                                            void (*function)(void*),
                                            void* argument) {
  ::getcontext(&context_);
  context_.uc_stack.ss_sp = stack.begin();
  context_.uc_stack.ss_size = stack.size();
  const auto [function_high, function_low] = halves(function);
  const auto [argument_high, argument_low] = halves(argument);
  ::makecontext(&context_, reinterpret_cast<void (*)()>(call), 4, function_high,
                function_low, argument_high, argument_low);
}

#if defined(WORKBOOK_SWITCH_STACK)

// By hand: the registers are on the stack, and a pointer to them is here.
class FastRegisters {
 public:
  FastRegisters() = default;
  FastRegisters(const Stack& stack, void (*function)(void*), void* argument)
      : stack_pointer_(prepare_stack(stack.end(), function, argument)) {}

  static void exchange(FastRegisters& from, FastRegisters& to) {
    workbook_switch_stack(&from.stack_pointer_, to.stack_pointer_);
  }

 private:
  void* stack_pointer_ = nullptr;  // while nobody runs here
};

using Context = BasicContext<FastRegisters>;
#else
using Context = BasicContext<PortableRegisters>;
#endif
using PortableContext = BasicContext<PortableRegisters>;

}  // namespace workbook
