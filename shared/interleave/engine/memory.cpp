#include "interleave/engine/memory.hpp"

#include <utility>

namespace workbook::interleave {
namespace {

constexpr std::size_t first_size = std::size_t{1} << 12;

std::size_t spread(std::uintptr_t granule) {
  return (granule * 0x9E37'79B9'7F4A'7C15U) >> 20;
}

}  // namespace

Memory::Memory() : cells_(first_size) {}

void Memory::start_run() {
  ++run_;
  used_ = 0;
}

Memory::Cell& Memory::cell(std::uintptr_t granule) {
  if (used_ * 2 > cells_.size()) grow();
  const std::size_t mask = cells_.size() - 1;
  for (std::size_t i = spread(granule) & mask;; i = (i + 1) & mask) {
    Cell& cell = cells_[i];
    if (cell.run != run_) {
      cell.granule = granule;
      cell.run = run_;
      cell.count = 0;
      cell.freed = false;
      ++used_;
      return cell;
    }
    if (cell.granule == granule) return cell;
  }
}

void Memory::grow() {
  std::vector<Cell> old(cells_.size() * 2);
  old.swap(cells_);
  used_ = 0;
  for (Cell& was : old) {
    if (was.run == run_) cell(was.granule) = was;
  }
}

const Memory::Past* Memory::touch(std::uintptr_t address, std::size_t size,
                                  Access access, std::uint8_t thread,
                                  const VectorClock& clock,
                                  std::uint64_t where) {
  Cell& cell = this->cell(address >> 3);
  const auto bytes =
      static_cast<std::uint8_t>(((1U << size) - 1) << (address & 7));
  const Past* conflict = nullptr;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < cell.count; ++i) {
    const Entry& entry = cell.entries[i];
    const bool ordered =
        entry.thread == thread || entry.time <= clock[entry.thread];
    if (!ordered && (entry.bytes & bytes) != 0 &&
        (writes(entry.access) || writes(access)) &&
        !(is_atomic(entry.access) && is_atomic(access))) {
      past_ = {entry.where, entry.thread, entry.access};
      conflict = &past_;
    }
    // What is unordered with an entry that this access supersedes is unordered
    // with this access too.
    const bool superseded =
        ordered && (entry.bytes & ~bytes) == 0 &&
        (access == Access::write || entry.access == access ||
         (access == Access::read && entry.access == Access::atomic_read));
    if (!superseded) cell.entries[kept++] = entry;
  }
  if (kept == most_entries) {  // forget the oldest
    for (std::size_t i = 1; i < kept; ++i)
      cell.entries[i - 1] = cell.entries[i];
    --kept;
  }
  cell.entries[kept++] = {where, clock[thread], thread, bytes, access};
  cell.count = static_cast<std::uint16_t>(kept);
  return conflict;
}

void Memory::mark(std::uintptr_t address, std::size_t size, bool freed) {
  for (std::uintptr_t granule = address >> 3;
       granule <= (address + size - 1) >> 3; ++granule) {
    Cell& cell = this->cell(granule);
    cell.freed = freed;
    if (!freed) cell.count = 0;
  }
}

bool Memory::freed(std::uintptr_t address) { return cell(address >> 3).freed; }

}  // namespace workbook::interleave
