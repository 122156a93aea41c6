#pragma once

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <functional>
#include <stdexcept>
#include <utility>

#include "14-green-threads/context.hpp"
#include "14-green-threads/stack.hpp"

namespace workbook {

// A function with a stack of its own, which can stop in the middle, also deep
// inside other functions, and go on later:
//
//   GreenThread greeter([] {
//     fmt::print("hello\n");
//     GreenThread::suspend();
//     fmt::print("bye\n");
//   });
//   greeter.resume();  // hello
//   greeter.resume();  // bye; now it is done()
//
// It runs in the OS thread that resumes it, always the same one.
class GreenThread {
 public:
  explicit GreenThread(std::function<void()> function,
                       std::size_t stack_size = Stack::default_size)
      : function_(std::move(function)),
        stack_(stack_size),
        context_(stack_, main, this) {}
  GreenThread(const GreenThread&) = delete;
  GreenThread& operator=(const GreenThread&) = delete;

  // Unwinds one that is in the middle: suspend() throws Stopped there. Never
  // begins one that has not begun.
  ~GreenThread();

  // Runs it until it suspends or ends. Call it from anywhere but itself.
  void resume();

  bool done() const { return is_done_; }

  // What came out of the function, once it is done; null if nothing did.
  std::exception_ptr error() const { return error_; }

  // Called in a green thread: goes back to who resumed it, and returns when it
  // is resumed again. Throws std::logic_error anywhere else.
  static void suspend();

  // Whose stack the caller is on; null on that of the OS thread.
  static GreenThread* current() { return current_; }

  // Unwinds a green thread that will not be resumed. Let it pass.
  struct Stopped {};

 private:
  static void main(void* self);

  inline static thread_local GreenThread* current_ = nullptr;

  std::function<void()> function_;
  std::exception_ptr error_;
  bool has_begun_ = false;
  bool is_done_ = false;
  bool is_stopping_ = false;
  GreenThread* resumed_in_ = nullptr;  // who was current before
  const Stack stack_;
  Context caller_;  // where resume() was called
  Context context_;
};

// #region resume
inline void GreenThread::resume() {
  has_begun_ = true;
  resumed_in_ = std::exchange(current_, this);
  caller_.switch_to(context_);
  current_ = resumed_in_;
}

inline void GreenThread::suspend() {
  if (current_ == nullptr)
    throw std::logic_error("only a green thread can suspend");
  GreenThread& self = *current_;
  self.context_.switch_to(self.caller_);
  if (self.is_stopping_) throw Stopped();
}
// #endregion resume

// #region main
inline void GreenThread::main(void* pointer) {
  GreenThread& self = *static_cast<GreenThread*>(pointer);
  try {
    self.function_();
  } catch (const Stopped&) {  // the destructor waits for this
  } catch (...) {
    self.error_ = std::current_exception();
  }
  self.is_done_ = true;
  self.context_.leave_for(self.caller_);
}
// #endregion main

inline GreenThread::~GreenThread() {
  is_stopping_ = true;
  while (has_begun_ && !is_done_) resume();
}

}  // namespace workbook
