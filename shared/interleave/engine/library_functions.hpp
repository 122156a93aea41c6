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
  enum class Kind : std::uint8_t { atomic, latch, barrier, semaphore };

  static const LibraryFunctions& of_program();

  // What `task` does in the standard library.
  Kind kind(const Task& task) const;

  // Whether it is in the loop that the library runs before it sleeps. It counts
  // its rounds, for nothing but that.
  bool spins(const Task& task) const;

 private:
  explicit LibraryFunctions(const std::string& program);

  struct Function {
    std::uint64_t begin;
    std::uint64_t end;
    Kind kind;
    bool spins;
  };
  const Function* find(std::uint64_t pc) const;
  // The first of the library's functions, from the innermost outward, that
  // `wanted` is true of; null if there is none below the program's own.
  template <typename Wanted>
  const Function* first(const Task& task, Wanted wanted) const;

  std::vector<Function> functions_;  // in order of their addresses
};

}  // namespace workbook::interleave
