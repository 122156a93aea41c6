#include "interleave/engine/code_map.hpp"

#include <link.h>
#include <unwind.h>

#include <algorithm>
#include <string_view>

#include "interleave/engine/task.hpp"

namespace workbook::interleave {

CodeMap::CodeMap() {
  const auto note_library = [](dl_phdr_info* info, std::size_t, void* data) {
    const std::string_view name = info->dlpi_name;
    bool is_below = false;
    for (const std::string_view library :
         {"/libc.so", "/libgcc_s.so", "/ld-linux"}) {
      is_below |= name.find(library) != std::string_view::npos;
    }
    for (int i = 0; is_below && i < info->dlpi_phnum; ++i) {
      const auto& header = info->dlpi_phdr[i];
      const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
      if (header.p_type == PT_LOAD)
        static_cast<std::vector<Range>*>(data)->push_back(
            {begin, begin + header.p_memsz});
    }
    return 0;
  };
  ::dl_iterate_phdr(note_library, &below_);
  const auto note_program = [](dl_phdr_info* info, std::size_t, void* data) {
    auto& range = *static_cast<Range*>(data);
    range.begin = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const auto& header = info->dlpi_phdr[i];
      if (header.p_type == PT_LOAD)
        range.end = std::max<std::uintptr_t>(
            range.end, range.begin + header.p_vaddr + header.p_memsz);
    }
    return 1;  // it comes first
  };
  ::dl_iterate_phdr(note_program, &program_);
}

bool CodeMap::below(std::uint64_t pc) const {
  return std::any_of(below_.begin(), below_.end(),
                     [pc](const Range& range) { return range.holds(pc); });
}

// With the unwinder, since libraries, which may call the program, have no frame
// pointers.
std::vector<std::uint64_t> CodeMap::stack(std::uint64_t pc) const {
  struct Walk {
    const CodeMap& code;
    std::uint64_t pc;
    bool left_program = false;
    bool came_back = false;  // to the program
    bool passed = false;     // pc
    std::vector<std::uint64_t> calls{};
  } walk{*this, pc};
  const auto note = [](_Unwind_Context* context, void* data) {
    auto& walking = *static_cast<Walk*>(data);
    int is_next = 0;  // rather than where a call returns to
    const std::uint64_t at = _Unwind_GetIPInfo(context, &is_next) +
                             static_cast<std::uint64_t>(is_next);
    const bool in_program = walking.code.in_program(at);
    if (at == walking.pc && !walking.passed) {
      walking.passed = true;
      walking.calls = {at};
      return _URC_NO_REASON;
    }
    walking.left_program |= !in_program;
    walking.came_back |= walking.left_program && in_program;
    if (in_program && (walking.passed || walking.came_back))
      walking.calls.push_back(at);
    return walking.calls.size() < most_calls ? _URC_NO_REASON
                                             : _URC_END_OF_STACK;
  };
  _Unwind_Backtrace(note, &walk);
  if (walk.calls.empty()) walk.calls = {pc};
  return walk.calls;
}

}  // namespace workbook::interleave
