// Rejected: race "value sees what was added before"
//
// Tempting: the value is asked for far more often than it changes. Keep it, and
// take the locks only when something was added since; look again behind them.
//
// Wrong: the first look is at a plain bool, without a lock, while another
// thread writes it. So is the last one, at the sum.
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
    is_stale_ = true;
  }

  long value() const {
    if (is_stale_) {
      std::vector<std::unique_lock<Mutex>> locks;
      for (const Shard& shard : shards_) locks.emplace_back(shard.mutex);
      if (is_stale_) {
        sum_ = 0;
        for (const Shard& shard : shards_) sum_ += shard.count;
        is_stale_ = false;
      }
    }
    return sum_;
  }

 private:
  struct Shard {
    mutable Mutex mutex;
    long count = 0;  // guarded by mutex
  };

  std::vector<Shard> shards_;
  mutable bool is_stale_ = true;
  mutable long sum_ = 0;
};
