// Rejected: deadlock "value is a count that was true at one moment"
//
// Tempting: all locks are held, and each shard is read by the function that
// reads a shard, which locks it, to be safe.
//
// Wrong: the thread already has that lock, and waits for itself.
#pragma once

#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <vector>

template <typename Mutex = std::mutex>
class ShardedCounter {
 public:
  explicit ShardedCounter(std::size_t shards) : shards_(shards) {
    if (shards == 0) throw std::invalid_argument("a counter has a shard");
  }

  void add(std::size_t slot, long amount) {
    Shard& shard = shards_[slot % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    shard.count += amount;
  }

  long value() const {
    std::vector<std::unique_lock<Mutex>> locks;
    for (const Shard& shard : shards_) locks.emplace_back(shard.mutex);
    long sum = 0;
    for (const Shard& shard : shards_) sum += value_of(shard);
    return sum;
  }

 private:
  struct Shard {
    mutable Mutex mutex;
    long count = 0;  // guarded by mutex
  };

  long value_of(const Shard& shard) const {
    const std::lock_guard lock(shard.mutex);
    return shard.count;
  }

  std::vector<Shard> shards_;
};
