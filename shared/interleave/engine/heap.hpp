#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "interleave/engine/clock.hpp"

namespace workbook::interleave {

// The memory that operator new gives to the program under test. Each thread has
// a region of its own and each run starts afresh, so that an address depends on
// nothing but what its thread did before. A block goes back to the thread that
// gave it back, which gets it again at its next request of that size.
class Heap {
 public:
  Heap();
  ~Heap();
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  void start_run();
  // Null when the region of the thread is used up.
  void* allocate(std::size_t thread, std::size_t size, std::size_t alignment);
  // The size of a block, or 0 if `block` is not one that is in use.
  std::size_t size(void* block) const;
  void release(std::size_t thread, void* block);
  bool owns(const void* address) const {
    const auto at = static_cast<const char*>(address);
    return at >= base_ && at < base_ + region_size * max_threads;
  }

 private:
  static constexpr std::size_t region_size = std::size_t{16} << 20;
  static constexpr std::size_t classes = 64;
  struct Header;
  struct Region {
    char* next = nullptr;
    bool used = true;  // in this run
    std::array<Header*, classes> free{};
  };
  char* base_ = nullptr;
  std::array<Region, max_threads> regions_;
};

}  // namespace workbook::interleave
