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
  explicit ShardedCounter(std::size_t shards) : counts_(shards) {
    if (shards == 0) throw std::invalid_argument("a counter has a shard");
  }

  // Adds to the shard that the slot belongs to, `slot % shards`.
  void add(std::size_t slot, long amount) {
    // TODO: everybody waits here, whatever the slot.
    const std::lock_guard lock(mutex_);
    counts_[slot % counts_.size()] += amount;
  }

  // The sum of all shards, as it was at one moment.
  long value() const {
    const std::lock_guard lock(mutex_);
    long sum = 0;
    for (const long count : counts_) sum += count;
    return sum;
  }

 private:
  mutable Mutex mutex_;
  std::vector<long> counts_;  // guarded by mutex_
};
