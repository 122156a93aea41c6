#pragma once

// Sanitizers keep books on the stack of each thread. Code that changes stacks
// behind their back must tell them, or they report nonsense. Without a
// sanitizer, all of this is nothing.

#include "14-green-threads/stack.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WORKBOOK_ASAN
#elif __has_feature(thread_sanitizer)
#define WORKBOOK_TSAN
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(WORKBOOK_ASAN)
#define WORKBOOK_ASAN
#elif defined(__SANITIZE_THREAD__) && !defined(WORKBOOK_TSAN)
#define WORKBOOK_TSAN
#endif

#if defined(WORKBOOK_ASAN)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#elif defined(WORKBOOK_TSAN)
#include <sanitizer/tsan_interface.h>
#endif

namespace workbook {

// What a sanitizer knows of one stack. Call leave_for() right before a switch
// and arrive() right after it, on the stack that is then in use.
// Source: sanitizer/common_interface_defs.h, sanitizer/tsan_interface.h.
class SanitizerFiber {
 public:
  SanitizerFiber();                       // of the stack that is in use now
  explicit SanitizerFiber(const Stack&);  // of a new stack
  SanitizerFiber(const SanitizerFiber&) = delete;
  SanitizerFiber& operator=(const SanitizerFiber&) = delete;
#if defined(WORKBOOK_TSAN)
  ~SanitizerFiber();
#else
  ~SanitizerFiber() = default;
#endif

  // `for_good`: nobody will come back to this stack.
  void leave_for(SanitizerFiber& next, bool for_good = false);
  void arrive();

#if defined(WORKBOOK_ASAN)
 private:
  void* fake_stack_ = nullptr;  // locals that outlive their function
  const void* begin_ = nullptr;
  std::size_t size_ = 0;
  inline static thread_local SanitizerFiber* left_ = nullptr;
#elif defined(WORKBOOK_TSAN)
 private:
  void* fiber_ = nullptr;
  bool is_own_ = false;
#endif
};

#if defined(WORKBOOK_ASAN)

inline SanitizerFiber::SanitizerFiber() = default;
inline SanitizerFiber::SanitizerFiber(const Stack& stack)
    : begin_(stack.begin()), size_(stack.size()) {
  // What stood in this memory before is over.
  __asan_unpoison_memory_region(begin_, size_);
}
inline void SanitizerFiber::leave_for(SanitizerFiber& next, bool for_good) {
  left_ = this;
  __sanitizer_start_switch_fiber(for_good ? nullptr : &fake_stack_, next.begin_,
                                 next.size_);
}
inline void SanitizerFiber::arrive() {
  __sanitizer_finish_switch_fiber(fake_stack_, &left_->begin_, &left_->size_);
}

#elif defined(WORKBOOK_TSAN)

inline SanitizerFiber::SanitizerFiber() = default;
inline SanitizerFiber::SanitizerFiber(const Stack&)
    : fiber_(__tsan_create_fiber(0)), is_own_(true) {}
inline SanitizerFiber::~SanitizerFiber() {
  if (is_own_) __tsan_destroy_fiber(fiber_);
}
inline void SanitizerFiber::leave_for(SanitizerFiber& next, bool) {
  if (!is_own_) fiber_ = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(next.fiber_, 0);
}
inline void SanitizerFiber::arrive() {}

#else

inline SanitizerFiber::SanitizerFiber() = default;
inline SanitizerFiber::SanitizerFiber(const Stack&) {}
inline void SanitizerFiber::leave_for(SanitizerFiber&, bool) {}
inline void SanitizerFiber::arrive() {}

#endif

}  // namespace workbook
