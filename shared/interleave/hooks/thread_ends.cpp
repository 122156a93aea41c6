// What is to happen when a thread ends: destructors of thread_local objects,
// and what is kept per thread for the C library's keys.

#include <pthread.h>

#include "interleave/hooks/hook.hpp"

using namespace workbook::interleave;

extern "C" {

// thread_local objects are destroyed when their thread ends, last one first.
int __cxa_thread_atexit(void (*destroy)(void*), void* object,
                        void* library) noexcept {
  if (const Visit visit(WORKBOOK_PC); visit) {
    visit.task().destructors.push_back({destroy, object});
    return 0;
  }
  using Function = int (*)(void (*)(void*), void*, void*);
  static const auto real_function =
      reinterpret_cast<Function>(real::find("__cxa_thread_atexit_impl"));
  return real_function(destroy, object, library);
}

// pthread_setspecific: the standard library uses it for what is to happen at
// the end of a thread.
int pthread_setspecific(pthread_key_t key, const void* value) noexcept {
  if (const Visit visit(WORKBOOK_PC); visit) {
    auto& specific = visit.task().specific;
    for (auto& [known, held] : specific) {
      if (known != key) continue;
      held = const_cast<void*>(value);
      return 0;
    }
    specific.emplace_back(key, const_cast<void*>(value));
    return 0;
  }
  static const auto real_function =
      reinterpret_cast<decltype(&::pthread_setspecific)>(
          real::find("pthread_setspecific"));
  return real_function(key, value);
}
void* pthread_getspecific(pthread_key_t key) noexcept {
  if (const Visit visit(WORKBOOK_PC); visit) {
    for (const auto& [known, held] : visit.task().specific) {
      if (known == key) return held;
    }
    return nullptr;
  }
  static const auto real_function =
      reinterpret_cast<decltype(&::pthread_getspecific)>(
          real::find("pthread_getspecific"));
  return real_function(key);
}

}  // extern "C"
