#pragma once

#include <thread>
#include <vector>

namespace workbook {

// Calls body(0), body(1), ... body(count - 1), all at once, each in a thread of
// its own, and returns when all of them have ended. An exception that leaves
// `body` ends the program.
template <typename Body>
void at_once(int count, const Body& body) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&body, i] { body(i); });
}  // ~jthread joins

}  // namespace workbook
