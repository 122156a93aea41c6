#pragma once

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace workbook {

// "worker 1" for the first thread that asks, "worker 2" for the next: lanes of
// a timeline.
class WorkerNames {
 public:
  std::string mine() {
    const std::lock_guard lock(mutex_);
    const auto [found, is_new] = numbers_.try_emplace(
        std::this_thread::get_id(), static_cast<int>(numbers_.size()) + 1);
    return fmt::format("worker {}", found->second);
  }

 private:
  std::mutex mutex_;
  std::map<std::thread::id, int> numbers_;  // guarded by mutex_
};

}  // namespace workbook
