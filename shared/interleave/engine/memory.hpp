#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/engine/clock.hpp"

namespace workbook::interleave {

enum class Access : std::uint8_t { read, write, atomic_read, atomic_write };

inline bool writes(Access access) {
  return access == Access::write || access == Access::atomic_write;
}
inline bool is_atomic(Access access) { return access >= Access::atomic_read; }

// Who touched which bytes last, and whether that is ordered with who touches
// them now. The rule is the standard's ([intro.races]); the bookkeeping follows
// FastTrack (Flanagan and Freund, PLDI 2009).
class Memory {
 public:
  struct Past {
    std::uint64_t where;  // as given to touch()
    std::uint8_t thread;
    Access access;
  };

  Memory();
  void start_run();

  // Notes an access of at most 8 bytes that do not cross a multiple of 8.
  // Returns an earlier access that conflicts with it and is not ordered before
  // it, or null. `where` says where in the program this is.
  const Past* touch(std::uintptr_t address, std::size_t size, Access access,
                    std::uint8_t thread, const VectorClock& clock,
                    std::uint64_t where);

  // The block of memory was given back; or given out, and earlier accesses to
  // it are forgotten.
  void mark(std::uintptr_t address, std::size_t size, bool freed);
  bool freed(std::uintptr_t address);

 private:
  struct Entry {
    std::uint64_t where;
    std::uint32_t time;
    std::uint8_t thread;
    std::uint8_t bytes;  // a bit each
    Access access;
  };
  // Most cells need few entries; others, as with many readers, go on elsewhere.
  static constexpr std::size_t own_entries = 7;
  struct Cell {
    std::uintptr_t granule = 0;
    std::uint32_t run = 0;
    std::uint16_t count = 0;
    bool freed = false;
    std::uint32_t more = 0;  // one more than an index into more_; 0 is none
    Entry entries[own_entries];
  };
  Cell& cell(std::uintptr_t granule);
  Entry& entry(Cell& cell, std::size_t i);
  void grow();

  std::vector<Cell> cells_;
  std::size_t used_ = 0;
  std::vector<std::vector<Entry>> more_;
  std::size_t more_used_ = 0;
  std::uint32_t run_ = 0;
  Past past_{};
};

}  // namespace workbook::interleave
