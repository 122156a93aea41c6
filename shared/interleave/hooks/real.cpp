#include "interleave/hooks/real.hpp"

#include <dlfcn.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace workbook::interleave::real {

long syscall(long number, long a, long b, long c, long d, long e, long f) {
  long result = number;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "+a"(result)
               : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  if (result < 0 && result > -4096) {
    errno = static_cast<int>(-result);
    return -1;
  }
  return result;
}

long futex(const int* word, int operation, int value) {
  return syscall(SYS_futex, reinterpret_cast<long>(word), operation, value);
}

void* find(const char* name) {
  // Condition variables have an old and a new version, and dlsym may find the
  // old one.
  void* found = ::dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2");
  if (found == nullptr) found = ::dlsym(RTLD_NEXT, name);
  if (found == nullptr) {
    std::fprintf(stderr, "interleave: the C library has no %s\n", name);
    ::_exit(1);
  }
  return found;
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                   void* (*start)(void*), void* argument) {
  static const auto function =
      reinterpret_cast<decltype(&::pthread_create)>(find("pthread_create"));
  return function(thread, attributes, start, argument);
}

}  // namespace workbook::interleave::real
