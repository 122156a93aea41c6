#pragma once

// What ThreadSanitizer is told by every program that includes this: those with
// sections, and tests. (It asks functions of these names.)
#if defined(__SANITIZE_THREAD__)

// At its end it need not wait for more reports.
extern "C" [[gnu::used]] inline const char* __tsan_default_options() {
  return "atexit_sleep_ms=0";
}

// An exception that crosses threads is no race: its count of references is in
// the standard library, which is not instrumented. Whoever lets go of it last
// destroys it.
extern "C" [[gnu::used]] inline const char* __tsan_default_suppressions() {
  return "race:std::__exception_ptr::exception_ptr::_M_release\n"
         "race:std::logic_error::~logic_error\n"
         "race:std::runtime_error::~runtime_error\n"
         "race:__cxa_free_exception\n"
         "race:std::__future_base::_Result\n";
}

#endif
