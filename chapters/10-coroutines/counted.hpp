#pragma once

namespace workbook {

// For tests: adds itself to a number as long as it lives.
struct Counted {
  explicit Counted(int& number) : alive(&number) { ++*alive; }
  Counted(const Counted& other) : alive(other.alive) { ++*alive; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --*alive; }

  int* alive;
};

}  // namespace workbook
