// What the compiler calls before each access to plain memory when it
// instruments for ThreadSanitizer
// (-fsanitize=thread). The sanitizer's own runtime is not linked; these stand
// in its place.

#include <cstddef>
#include <cstdint>

#include "interleave/hooks/hook.hpp"

using workbook::interleave::Access;
using workbook::interleave::execution;
using workbook::interleave::StackFrame;
using workbook::interleave::Visit;

namespace {

inline void touch(const volatile void* address, std::size_t size, Access access,
                  StackFrame caller) {
  if (const Visit visit(caller); visit && size > 0)
    execution->plain(visit.task(), const_cast<const void*>(address), size,
                     access);
}

}  // namespace

#define WORKBOOK_ACCESS(name, size)                      \
  void __tsan_read##name(void* at) {                     \
    touch(at, size, Access::read, WORKBOOK_CALLER);      \
  }                                                      \
  void __tsan_write##name(void* at) {                    \
    touch(at, size, Access::write, WORKBOOK_CALLER);     \
  }                                                      \
  void __tsan_unaligned_read##name(void* at) {           \
    touch(at, size, Access::read, WORKBOOK_CALLER);      \
  }                                                      \
  void __tsan_unaligned_write##name(void* at) {          \
    touch(at, size, Access::write, WORKBOOK_CALLER);     \
  }                                                      \
  void __tsan_volatile_read##name(void* at) {            \
    touch(at, size, Access::read, WORKBOOK_CALLER);      \
  }                                                      \
  void __tsan_volatile_write##name(void* at) {           \
    touch(at, size, Access::write, WORKBOOK_CALLER);     \
  }                                                      \
  void __tsan_unaligned_volatile_read##name(void* at) {  \
    touch(at, size, Access::read, WORKBOOK_CALLER);      \
  }                                                      \
  void __tsan_unaligned_volatile_write##name(void* at) { \
    touch(at, size, Access::write, WORKBOOK_CALLER);     \
  }                                                      \
  void __tsan_read_write##name(void* at) {               \
    touch(at, size, Access::write, WORKBOOK_CALLER);     \
  }                                                      \
  void __tsan_unaligned_read_write##name(void* at) {     \
    touch(at, size, Access::write, WORKBOOK_CALLER);     \
  }

extern "C" {

WORKBOOK_ACCESS(1, 1)
WORKBOOK_ACCESS(2, 2)
WORKBOOK_ACCESS(4, 4)
WORKBOOK_ACCESS(8, 8)
WORKBOOK_ACCESS(16, 16)

void __tsan_read_range(void* at, std::size_t size) {
  touch(at, size, Access::read, WORKBOOK_CALLER);
}
void __tsan_write_range(void* at, std::size_t size) {
  touch(at, size, Access::write, WORKBOOK_CALLER);
}
void __tsan_vptr_read(void** at) {
  touch(at, sizeof(void*), Access::read, WORKBOOK_CALLER);
}
void __tsan_vptr_update(void** at, void* value) {
  if (*at != value)
    touch(at, sizeof(void*), Access::write,
          WORKBOOK_CALLER);  // a destructor may write what is there
}

void __tsan_init() {}

// The linker sends calls of memcpy in the program here (--wrap); g++ does not
// instrument them.
void* __real_memcpy(void* to, const void* from, std::size_t size);
void* __real_memmove(void* to, const void* from, std::size_t size);
void* __real_memset(void* to, int byte, std::size_t size);
int __real_memcmp(const void* a, const void* b, std::size_t size);

void* __wrap_memcpy(void* to, const void* from, std::size_t size) {
  touch(from, size, Access::read, WORKBOOK_CALLER);
  touch(to, size, Access::write, WORKBOOK_CALLER);
  return __real_memcpy(to, from, size);
}
void* __wrap_memmove(void* to, const void* from, std::size_t size) {
  touch(from, size, Access::read, WORKBOOK_CALLER);
  touch(to, size, Access::write, WORKBOOK_CALLER);
  return __real_memmove(to, from, size);
}
void* __wrap_memset(void* to, int byte, std::size_t size) {
  touch(to, size, Access::write, WORKBOOK_CALLER);
  return __real_memset(to, byte, size);
}
int __wrap_memcmp(const void* a, const void* b, std::size_t size) {
  touch(a, size, Access::read, WORKBOOK_CALLER);
  touch(b, size, Access::read, WORKBOOK_CALLER);
  return __real_memcmp(a, b, size);
}

// clang's names for the same.
void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
  touch(from, size, Access::read, WORKBOOK_CALLER);
  touch(to, size, Access::write, WORKBOOK_CALLER);
  return __real_memcpy(to, from, size);
}
void* __tsan_memmove(void* to, const void* from, std::size_t size) {
  touch(from, size, Access::read, WORKBOOK_CALLER);
  touch(to, size, Access::write, WORKBOOK_CALLER);
  return __real_memmove(to, from, size);
}
void* __tsan_memset(void* to, int byte, std::size_t size) {
  touch(to, size, Access::write, WORKBOOK_CALLER);
  return __real_memset(to, byte, size);
}

}  // extern "C"
