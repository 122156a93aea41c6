#include "interleave/engine/snapshot.hpp"

#include <link.h>
#include <pthread.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace workbook::interleave {

Snapshot::Snapshot(void* frame) {
  ::dl_iterate_phdr(keep_globals, this);
  if (frame != nullptr) {
    pthread_attr_t attributes;
    void* lowest = nullptr;
    std::size_t size = 0;
    if (::pthread_getattr_np(::pthread_self(), &attributes) == 0) {
      ::pthread_attr_getstack(&attributes, &lowest, &size);
      ::pthread_attr_destroy(&attributes);
      constexpr std::ptrdiff_t most_kept = 256 * 1024;
      char* end = static_cast<char*>(lowest) + size;
      char* begin = static_cast<char*>(frame);
      if (begin < end) keep(begin, begin + std::min(end - begin, most_kept));
    }
  }
  for (Range& range : ranges_)
    std::memcpy(range.copy.get(), range.begin, range.size);
}

void Snapshot::restore() const {
  for (const Range& range : ranges_)
    std::memcpy(range.begin, range.copy.get(), range.size);
}

void Snapshot::keep(char* begin, char* end) {
  if (begin >= end) return;
  const auto size = static_cast<std::size_t>(end - begin);
  ranges_.push_back({begin, size, std::make_unique<char[]>(size)});
}

int Snapshot::keep_globals(dl_phdr_info* info, std::size_t, void* data) {
  auto& snapshot = *static_cast<Snapshot*>(data);
  auto* base = reinterpret_cast<char*>(info->dlpi_addr);
  constexpr std::uintptr_t page = 4096;
  char* read_only_end = nullptr;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type != PT_GNU_RELRO) continue;
    const auto end = reinterpret_cast<std::uintptr_t>(base + header.p_vaddr +
                                                      header.p_memsz);
    read_only_end = reinterpret_cast<char*>(end & ~(page - 1));
  }
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type != PT_LOAD || (header.p_flags & PF_W) == 0) continue;
    char* begin = base + header.p_vaddr;
    snapshot.keep(std::max(begin, read_only_end), begin + header.p_memsz);
  }
  return 1;  // the program itself comes first; the libraries' variables are
             // their own affair
}

}  // namespace workbook::interleave
