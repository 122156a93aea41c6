#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace workbook::interleave {

struct Task;

// What the standard library's functions in the program wait for: all of them
// end in the same futex. Looked up in the program's table of symbols; without
// one, everything is `atomic`.
class LibraryFunctions {
 public:
  enum class Kind : std::uint8_t { atomic, spin, latch, barrier, semaphore };

  static const LibraryFunctions& of_program();

  // The innermost function of the standard library that says what `task` does,
  // among those that were called by one another.
  Kind kind(const Task& task) const;

 private:
  explicit LibraryFunctions(const std::string& program);

  struct Function {
    std::uint64_t begin;
    std::uint64_t end;
    Kind kind;
  };
  const Function* find(std::uint64_t pc) const;

  std::vector<Function> functions_;  // in order of their addresses
};

}  // namespace workbook::interleave
