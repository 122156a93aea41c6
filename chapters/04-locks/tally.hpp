#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

namespace workbook {

// How often each word was counted. The table is cut into shards, each with a
// lock of its own; a word always belongs to the same one. With one shard it is
// a table under one lock.
//
//   Tally tally(16);
//   tally.count("heron");
//   tally.of("heron");  // 1
//
// Safe to use from many threads.
class Tally {
 public:
  // Throws std::invalid_argument when there are no shards.
  explicit Tally(std::size_t shards);

  void count(const std::string& word);

  // How often the word was counted; 0 for one that never was.
  long of(const std::string& word) const;

 private:
  // Each on cache lines of its own: a processor that writes to one shard does
  // not take the next one away from another processor.
  // #region shard
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    std::unordered_map<std::string, long> counts;  // guarded by mutex
  };
  // #endregion shard

  std::size_t index_of(const std::string& word) const;

  std::vector<Shard> shards_;  // their number never changes
};

inline Tally::Tally(std::size_t shards) : shards_(shards) {
  if (shards == 0) throw std::invalid_argument("a Tally has at least 1 shard");
}

// #region count
inline void Tally::count(const std::string& word) {
  Shard& shard = shards_[index_of(word)];
  const std::lock_guard lock(shard.mutex);
  ++shard.counts[word];
}
// #endregion count

inline long Tally::of(const std::string& word) const {
  const Shard& shard = shards_[index_of(word)];
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.counts.find(word);
  return found == shard.counts.end() ? 0 : found->second;
}

inline std::size_t Tally::index_of(const std::string& word) const {
  return std::hash<std::string>()(word) % shards_.size();
}

}  // namespace workbook
