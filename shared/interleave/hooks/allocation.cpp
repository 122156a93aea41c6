// operator new and delete.

#include <cstdlib>
#include <new>

#include "interleave/hooks/hook.hpp"

using namespace workbook::interleave;

namespace {

void* allocate(std::size_t size, std::size_t alignment, StackFrame caller) {
  if (const Visit visit(caller); visit) {
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

void* allocate_or_throw(std::size_t size, std::size_t alignment,
                        StackFrame caller) {
  if (void* block = allocate(size, alignment, caller)) return block;
  throw std::bad_alloc();
}

// Giving a block back is a write to all of it: whoever still uses it races with
// that.
void release(void* block, StackFrame caller) {
  if (block == nullptr) return;
  if (execution == nullptr || !execution->heap().owns(block)) {
    // A block from before the exploration belongs to the next run too.
    if (current == nullptr || current->inside) std::free(block);
    return;
  }
  const Visit visit(caller);
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

}  // namespace

void* operator new(std::size_t size) {
  return allocate_or_throw(size, 1, WORKBOOK_CALLER);
}
void* operator new[](std::size_t size) {
  return allocate_or_throw(size, 1, WORKBOOK_CALLER);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return allocate(size, 1, WORKBOOK_CALLER);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return allocate(size, 1, WORKBOOK_CALLER);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate_or_throw(size, static_cast<std::size_t>(alignment),
                           WORKBOOK_CALLER);
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate_or_throw(size, static_cast<std::size_t>(alignment),
                           WORKBOOK_CALLER);
}
void operator delete(void* block) noexcept { release(block, WORKBOOK_CALLER); }
void operator delete[](void* block) noexcept {
  release(block, WORKBOOK_CALLER);
}
void operator delete(void* block, std::size_t) noexcept {
  release(block, WORKBOOK_CALLER);
}
void operator delete[](void* block, std::size_t) noexcept {
  release(block, WORKBOOK_CALLER);
}
void operator delete(void* block, std::align_val_t) noexcept {
  release(block, WORKBOOK_CALLER);
}
void operator delete[](void* block, std::align_val_t) noexcept {
  release(block, WORKBOOK_CALLER);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  release(block, WORKBOOK_CALLER);
}
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
  release(block, WORKBOOK_CALLER);
}
void operator delete(void* block, const std::nothrow_t&) noexcept {
  release(block, WORKBOOK_CALLER);
}
void operator delete[](void* block, const std::nothrow_t&) noexcept {
  release(block, WORKBOOK_CALLER);
}
