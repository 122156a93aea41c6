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
  more_used_ = 0;
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
      cell.more = 0;
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

Memory::Entry& Memory::entry(Cell& cell, std::size_t i) {
  if (i < own_entries) return cell.entries[i];
  if (cell.more == 0) {
    if (more_used_ == more_.size()) more_.emplace_back();
    cell.more = static_cast<std::uint32_t>(++more_used_);
  }
  std::vector<Entry>& more = more_[cell.more - 1];
  i -= own_entries;
  if (i >= more.size()) more.resize(i + 1);
  return more[i];
}

// Every earlier access is kept for which a later one could matter: none that
// has raced is missed.
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
    const Entry entry = this->entry(cell, i);
    const bool ordered =
        entry.thread == thread || entry.time <= clock[entry.thread];
    if (!ordered && (entry.bytes & bytes) != 0 &&
        (writes(entry.access) || writes(access)) &&
        !(is_atomic(entry.access) && is_atomic(access))) {
      past_ = {entry.where, entry.thread, entry.access};
      conflict = &past_;
    }
    // A later access that races with an entry that this access supersedes races
    // with this access too. It is not ordered after this access, or it would be
    // after the entry, which is before this access. And it conflicts with this
    // access, which touches all bytes of the entry and conflicts with all that
    // the entry conflicts with.
    const bool superseded =
        ordered && (entry.bytes & ~bytes) == 0 &&
        (access == Access::write || entry.access == access ||
         entry.access == Access::atomic_read);
    if (!superseded) this->entry(cell, kept++) = entry;
  }
  entry(cell, kept++) = {where, clock[thread], thread, bytes, access};
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
