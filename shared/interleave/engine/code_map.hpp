#pragma once

#include <cstdint>
#include <vector>

namespace workbook::interleave {

// Whose code an address is in.
class CodeMap {
 public:
  CodeMap();

  // The program's, rather than a library's.
  bool in_program(std::uint64_t pc) const { return program_.holds(pc); }

  // The C library's or the unwinder's: not under test, whoever calls it.
  bool below(const void* pc) const;

  // Where the program called the library that called us, found by walking the
  // stack. Zero if the program itself called.
  std::uint64_t caller_in_program(std::uint64_t pc) const;

 private:
  struct Range {
    std::uint64_t begin;
    std::uint64_t end;
    bool holds(std::uint64_t pc) const { return pc >= begin && pc < end; }
  };
  std::vector<Range> below_;
  Range program_{0, 0};
};

}  // namespace workbook::interleave
