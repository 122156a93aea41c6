// What is to happen when a thread ends: destructors of thread_local objects,
// and what is kept per thread for the C library's keys.

#include <limits.h>
#include <pthread.h>
#include <unwind.h>

#include <cstdlib>

#include "interleave/hooks/hook.hpp"

namespace workbook::interleave {
namespace {

// By key. Not a variable of the program's, for those start anew in each run,
// and keys do not.
KeyDestructor* key_destructors() {
  static auto* const destructors = static_cast<KeyDestructor*>(
      std::calloc(PTHREAD_KEYS_MAX, sizeof(KeyDestructor)));
  return destructors;
}

// Before the first run, and before the program makes keys.
[[gnu::constructor]] void prepare_keys() { key_destructors(); }

// Ends the thread when all its frames are unwound.
_Unwind_Reason_Code stop_at_bottom(int, _Unwind_Action, _Unwind_Exception_Class,
                                   _Unwind_Exception* unwinding,
                                   _Unwind_Context* context, void* data) {
  auto& task = *static_cast<Task*>(data);
  if (_Unwind_GetCFA(context) < reinterpret_cast<std::uintptr_t>(task.bottom))
    return _URC_NO_REASON;
  std::free(unwinding);
  execution->end(task);
}

void swallowed(_Unwind_Reason_Code, _Unwind_Exception*) {
  const Visit visit(WORKBOOK_CALLER);
  execution->note(visit.task(), Op::check, nullptr);
  execution->fail(
      Outcome::crash,
      "pthread_exit was caught by a catch (...) that does not throw "
      "it on");
}

}  // namespace

KeyDestructor destructor_of_key(unsigned key) {
  return key < PTHREAD_KEYS_MAX ? key_destructors()[key] : nullptr;
}

}  // namespace workbook::interleave

using namespace workbook::interleave;

extern "C" {

void pthread_exit(void* result) {
  Task* task = nullptr;
  {
    WORKBOOK_ELSE_REAL_NO_RETURN(pthread_exit, result);
    task = &visit.task();
    if (task->bottom == nullptr) {
      execution->note(*task, Op::check, nullptr);
      execution->fail(workbook::Outcome::crash,
                      "pthread_exit was called by the body itself, which is no "
                      "thread of its own");
    }
    task->result = result;
  }
  auto* unwinding = static_cast<_Unwind_Exception*>(
      std::calloc(1, sizeof(_Unwind_Exception)));
  unwinding->exception_cleanup = swallowed;
  _Unwind_ForcedUnwind(unwinding, stop_at_bottom, task);
  std::abort();
}

int pthread_key_create(pthread_key_t* key, KeyDestructor destroy) noexcept {
  static const auto real_function =
      reinterpret_cast<decltype(&::pthread_key_create)>(
          real::find("pthread_key_create"));
  const int error = real_function(key, destroy);
  if (error == 0) key_destructors()[*key] = destroy;
  return error;
}

// thread_local objects are destroyed when their thread ends, last one first.
int __cxa_thread_atexit(void (*destroy)(void*), void* object,
                        void* library) noexcept {
  if (const Visit visit(WORKBOOK_CALLER); visit) {
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
  if (const Visit visit(WORKBOOK_CALLER); visit) {
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
  if (const Visit visit(WORKBOOK_CALLER); visit) {
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
