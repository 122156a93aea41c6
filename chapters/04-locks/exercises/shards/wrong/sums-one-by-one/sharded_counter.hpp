// Rejected: assert "value is a count that was true at one moment"
//
// Tempting: every shard is read under its lock, and nobody has to wait long.
//
// Wrong: the first shard is read before a correction, the last one after it.
// The sum of the two was never the count.
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
    long sum = 0;
    for (const Shard& shard : shards_) {
      const std::lock_guard lock(shard.mutex);
      sum += shard.count;
    }
    return sum;
  }

 private:
  struct Shard {
    mutable Mutex mutex;
    long count = 0;  // guarded by mutex
  };

  std::vector<Shard> shards_;
};
