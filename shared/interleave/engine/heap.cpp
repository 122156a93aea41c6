#include "interleave/engine/heap.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "workbook/errno_error.hpp"

namespace workbook::interleave {

struct alignas(16) Heap::Header {
  std::uint32_t size;  // that was asked for
  std::uint16_t kind;  // which list of free blocks it belongs to
  std::uint16_t state;
  Header* next;
};

namespace {

constexpr std::uint16_t in_use = 0xA110;
constexpr std::uint16_t is_free = 0xF4EE;
constexpr std::size_t small =
    512;  // below, classes are 16 bytes apart; above, they double
constexpr unsigned char unset = 0xBE;
constexpr std::size_t most_filled = 4096;

std::size_t kind_of(std::size_t size) {
  if (size <= small) return (size + 15) / 16;
  return small / 16 + static_cast<std::size_t>(std::bit_width(size - 1)) - 9;
}
std::size_t room_of(std::size_t kind) {
  return kind <= small / 16 ? kind * 16 : small << (kind - small / 16);
}

}  // namespace

Heap::Heap() {
  void* memory =
      ::mmap(nullptr, region_size * max_threads, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw_errno("mmap a heap");
  base_ = static_cast<char*>(memory);
}

Heap::~Heap() { ::munmap(base_, region_size * max_threads); }

void Heap::start_run() {
  for (std::size_t i = 0; i < max_threads; ++i) {
    if (!regions_[i].used) continue;
    regions_[i] = {base_ + i * region_size, false, {}};
  }
}

void* Heap::allocate(std::size_t thread, std::size_t size,
                     std::size_t alignment) {
  Region& region = regions_[thread];
  region.used = true;
  const std::size_t kind = kind_of(std::max<std::size_t>(size, 1));
  const std::size_t room = room_of(kind);
  if (room > region_size / 2) return nullptr;
  if (Header* header = region.free[kind];
      header != nullptr && alignment <= alignof(Header)) {
    region.free[kind] = header->next;
    header->size = static_cast<std::uint32_t>(size);
    header->state = in_use;
    return header + 1;
  }
  auto block = reinterpret_cast<std::uintptr_t>(region.next) + sizeof(Header);
  alignment = std::max(alignment, alignof(Header));
  block = (block + alignment - 1) & ~(alignment - 1);
  char* end = base_ + (thread + 1) * region_size;
  if (block + room > reinterpret_cast<std::uintptr_t>(end)) return nullptr;
  region.next = reinterpret_cast<char*>(block) + room;
  Header* header = reinterpret_cast<Header*>(block) - 1;
  *header = {static_cast<std::uint32_t>(size), static_cast<std::uint16_t>(kind),
             in_use, nullptr};
  std::memset(header + 1, unset, std::min(room, most_filled));
  return header + 1;
}

std::size_t Heap::size(void* block) const {
  const Header* header = static_cast<const Header*>(block) - 1;
  return header->state == in_use ? std::max<std::size_t>(header->size, 1) : 0;
}

void Heap::release(std::size_t thread, void* block) {
  Header* header = static_cast<Header*>(block) - 1;
  header->state = is_free;
  Region& region = regions_[thread];
  region.used = true;
  header->next = region.free[header->kind];
  region.free[header->kind] = header;
}

}  // namespace workbook::interleave
