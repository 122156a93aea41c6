#pragma once

#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <vector>

// A count in parts that can be added to at the same time. Safe to use from many
// threads.
template <typename Mutex = std::mutex>
class ShardedCounter {
 public:
  // Throws std::invalid_argument when there are no shards.
  explicit ShardedCounter(std::size_t shards) : shards_(shards) {
    if (shards == 0) throw std::invalid_argument("a counter has a shard");
  }

  // Adds to the shard that the slot belongs to, `slot % shards`.
  void add(std::size_t slot, long amount) {
    Shard& shard = shards_[slot % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    shard.count += amount;
  }

  // The sum of all shards, as it was at one moment.
  long value() const {
    std::vector<std::unique_lock<Mutex>> locks;
    for (const Shard& shard : shards_) locks.emplace_back(shard.mutex);
    long sum = 0;
    for (const Shard& shard : shards_) sum += shard.count;
    return sum;
  }

 private:
  // On a cache line of its own: who writes here does not slow down a neighbor.
  struct alignas(64) Shard {
    mutable Mutex mutex;
    long count = 0;  // guarded by mutex
  };

  std::vector<Shard> shards_;  // their number never changes
};
