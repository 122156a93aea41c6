#include "interleave/engine/code_map.hpp"

#include <link.h>
#include <unwind.h>

#include <algorithm>
#include <string_view>

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

bool CodeMap::below(const void* pc) const {
  const auto at = reinterpret_cast<std::uint64_t>(pc);
  return std::any_of(below_.begin(), below_.end(),
                     [at](const Range& range) { return range.holds(at); });
}

// The compiler announces functions of the program only, so what called a
// library is found with the unwinder.
std::uint64_t CodeMap::caller_in_program(std::uint64_t pc) const {
  if (in_program(pc)) return 0;
  struct Search {
    std::uint64_t pc;
    Range program;
    bool passed = false;
    std::uint64_t found = 0;
  } search{pc, program_};
  const auto look = [](_Unwind_Context* context, void* data) {
    auto& looking = *static_cast<Search*>(data);
    const std::uint64_t at = _Unwind_GetIP(context);
    looking.passed |= at == looking.pc;
    if (!looking.passed || !looking.program.holds(at)) return _URC_NO_REASON;
    looking.found = at;
    return _URC_END_OF_STACK;
  };
  _Unwind_Backtrace(look, &search);
  return search.found;
}

}  // namespace workbook::interleave
