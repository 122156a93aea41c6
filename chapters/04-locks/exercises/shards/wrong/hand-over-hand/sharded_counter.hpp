// Rejected: assert "value is a count that was true at one moment"
//
// Tempting: keep a shard locked until the next one is, hand over hand. Nobody
// can slip in between, and no more than two locks are held.
//
// Wrong: nobody slips in between two neighbors. But with three shards somebody
// adds to the first, which was read and let go, and corrects it in the third,
// which was not read yet: the sum has the correction without the mistake.
#pragma once

#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <utility>
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
    std::unique_lock<Mutex> held;
    for (const Shard& shard : shards_) {
      std::unique_lock<Mutex> next(shard.mutex);
      sum += shard.count;
      held = std::move(next);  // lets the one before go
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
