#pragma once

#include <chrono>
#include <thread>

namespace workbook {

// Whether `condition()` becomes true: looks again and again. For tests that
// wait for another thread to get somewhere. Gives up after 20 seconds, which is
// long enough for a machine that is slow and busy.
template <typename Condition>
bool eventually(Condition condition) {
  constexpr std::chrono::seconds limit(20);
  constexpr std::chrono::milliseconds pause(1);
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

}  // namespace workbook
