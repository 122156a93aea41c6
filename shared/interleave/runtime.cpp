// What else the program under test takes from the run-time library: memory, the
// ends of threads and of the program, failed assertions.

#include <pthread.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <string>

#include "interleave/execution.hpp"
#include "interleave/real.hpp"

using namespace workbook::interleave;

#define WORKBOOK_PC __builtin_return_address(0)

namespace {

void* allocate(std::size_t size, std::size_t alignment, void* pc) {
  if (const Visit visit(pc); visit) {
    Task& task = visit.task();
    if (void* block = execution->heap().allocate(task.id, size, alignment)) {
      execution->memory().mark(reinterpret_cast<std::uintptr_t>(block),
                               std::max<std::size_t>(size, 1), false);
      return block;
    }
  }
  size = std::max<std::size_t>(size, 1);
  if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::malloc(size);
  return std::aligned_alloc(alignment,
                            (size + alignment - 1) / alignment * alignment);
}

void* allocate_or_throw(std::size_t size, std::size_t alignment, void* pc) {
  if (void* block = allocate(size, alignment, pc)) return block;
  throw std::bad_alloc();
}

// Giving a block back is a write to all of it: whoever still uses it races with
// that.
void release(void* block, void* pc) {
  if (block == nullptr) return;
  if (execution == nullptr || !execution->heap().owns(block)) {
    // A block from before the exploration belongs to the next run too.
    if (current == nullptr || current->inside) std::free(block);
    return;
  }
  const Visit visit(pc);
  if (!visit) return;
  Task& task = visit.task();
  const std::size_t size = execution->heap().size(block);
  if (size == 0) {
    execution->note(task, Op::check, nullptr);
    execution->fail(workbook::Outcome::crash,
                    "delete of memory that is not in use: given back twice?");
  }
  constexpr std::size_t most_checked = 256;
  execution->plain(task, block, std::min(size, most_checked), Access::write);
  execution->memory().mark(reinterpret_cast<std::uintptr_t>(block), size, true);
  execution->heap().release(task.id, block);
}

[[noreturn]] void end_program(const char* name, int status, void* pc) {
  {
    const Visit visit(pc);
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

void* operator new(std::size_t size) {
  return allocate_or_throw(size, 1, WORKBOOK_PC);
}
void* operator new[](std::size_t size) {
  return allocate_or_throw(size, 1, WORKBOOK_PC);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return allocate(size, 1, WORKBOOK_PC);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return allocate(size, 1, WORKBOOK_PC);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate_or_throw(size, static_cast<std::size_t>(alignment),
                           WORKBOOK_PC);
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate_or_throw(size, static_cast<std::size_t>(alignment),
                           WORKBOOK_PC);
}
void operator delete(void* block) noexcept { release(block, WORKBOOK_PC); }
void operator delete[](void* block) noexcept { release(block, WORKBOOK_PC); }
void operator delete(void* block, std::size_t) noexcept {
  release(block, WORKBOOK_PC);
}
void operator delete[](void* block, std::size_t) noexcept {
  release(block, WORKBOOK_PC);
}
void operator delete(void* block, std::align_val_t) noexcept {
  release(block, WORKBOOK_PC);
}
void operator delete[](void* block, std::align_val_t) noexcept {
  release(block, WORKBOOK_PC);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  release(block, WORKBOOK_PC);
}
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
  release(block, WORKBOOK_PC);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
  release(block, WORKBOOK_PC);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
  release(block, WORKBOOK_PC);
}

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

void exit(int status) noexcept { end_program("exit", status, WORKBOOK_PC); }
void _exit(int status) { end_program("_exit", status, WORKBOOK_PC); }
void _Exit(int status) noexcept { end_program("_Exit", status, WORKBOOK_PC); }
void quick_exit(int status) noexcept {
  end_program("quick_exit", status, WORKBOOK_PC);
}

void __assert_fail(const char* expression, const char* file, unsigned line,
                   const char* function) noexcept {
  if (const Visit visit(WORKBOOK_PC); visit) {
    execution->note(visit.task(), Op::check, nullptr);
    execution->fail(workbook::Outcome::assertion,
                    std::string("assert(") + expression + ") does not hold");
  }
  using Function = void (*)(const char*, const char*, unsigned, const char*);
  reinterpret_cast<Function>(real::find("__assert_fail"))(expression, file,
                                                          line, function);
  __builtin_unreachable();
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
