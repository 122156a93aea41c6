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
  bool below(std::uint64_t pc) const;

  // `pc` and the program's calls around it, innermost first. If it is not on
  // the stack any more, as when std::terminate was called: the calls around
  // that.
  std::vector<std::uint64_t> stack(std::uint64_t pc) const;

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
