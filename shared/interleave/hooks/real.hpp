#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <time.h>

// The C library's own functions behind those that this library defines in their
// place.
namespace workbook::interleave::real {

long syscall(long number, long a = 0, long b = 0, long c = 0, long d = 0,
             long e = 0, long f = 0);
long futex(const int* word, int operation, int value);
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                   void* (*start)(void*), void* argument);

// The C library's function `name`.
void* find(const char* name);

}  // namespace workbook::interleave::real
