#pragma once

#include "interleave/engine/execution.hpp"

namespace workbook::interleave {

// The running task, for as long as the library works for it; converts to false
// when there is none or when the library itself called, so the real function
// has to do the work.
class Visit {
 public:
  explicit Visit(StackFrame caller) : task_(current) {
    if (task_ == nullptr) return;
    if (task_->inside) {
      task_ = nullptr;
      return;
    }
    task_->inside = true;
    task_->pc = caller.pc;
    task_->frame = caller.caller;
  }
  ~Visit() {
    if (task_ != nullptr) task_->inside = false;
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  explicit operator bool() const { return task_ != nullptr; }
  Task& task() const { return *task_; }

 private:
  Task* task_;
};

}  // namespace workbook::interleave

// Who called the function that says this.
#define WORKBOOK_CALLER                                   \
  (*static_cast<const workbook::interleave::StackFrame*>( \
      __builtin_frame_address(0)))
