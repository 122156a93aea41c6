#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace workbook::interleave {

constexpr std::size_t max_threads = 32;

// For each thread, how much of what it did happens before the owner of the
// clock. Lamport's relation, kept as in Fidge and Mattern, "virtual time".
class VectorClock {
 public:
  std::uint32_t operator[](std::size_t thread) const { return at_[thread]; }
  void set(std::size_t thread, std::uint32_t time) {
    at_[thread] = time;
    size_ = std::max(size_, thread + 1);
  }
  void tick(std::size_t thread) { set(thread, at_[thread] + 1); }

  // Everything that happens before `other` now happens before this clock too.
  void join(const VectorClock& other) {
    for (std::size_t i = 0; i < other.size_; ++i)
      at_[i] = std::max(at_[i], other.at_[i]);
    size_ = std::max(size_, other.size_);
  }
  void clear() {
    std::fill_n(at_.begin(), size_, 0U);
    size_ = 0;
  }

 private:
  std::array<std::uint32_t, max_threads> at_{};
  std::size_t size_ = 0;  // entries from here on are zero
};

}  // namespace workbook::interleave
