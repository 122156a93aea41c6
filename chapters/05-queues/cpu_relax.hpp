#pragma once

#include <atomic>

namespace workbook {

// Lets the core rest for a few dozen nanoseconds: in a loop that waits for what
// another core is about to do.
inline void cpu_relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb");  // its `yield` is no rest on most cores
#else
  std::atomic_signal_fence(std::memory_order_seq_cst);  // keeps the loop
#endif
}

}  // namespace workbook
