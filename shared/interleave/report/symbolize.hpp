#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace workbook::interleave {

// A function that was running, and where in it.
struct Frame {
  std::string function;
  std::string file;
  int line = 0;

  // Not the standard library's or the compiler's.
  bool is_users() const;
};

// The last part of a function's name: "load" of
// "std::atomic<int>::load(std::memory_order) const".
std::string member_name(std::string_view function);

// For each address in this program, its functions, innermost first: an address
// in inlined code has several. Asks addr2line, once; what it cannot tell is
// missing.
using Symbols = std::map<std::uint64_t, std::vector<Frame>>;
Symbols symbolize(const std::vector<std::uint64_t>& return_addresses);

// A line of a source file, without the blanks around it; empty if there is
// none.
std::string source_line(const std::string& file, int line);

}  // namespace workbook::interleave
