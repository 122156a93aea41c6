#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "17-capstone/wake.hpp"

namespace workbook {

// How the watcher learns of a change: from the kernel, or by looking.
enum class Watching { events, polling };

// Calls `changed` when a source file in one of the watched folders was saved,
// once for a burst of saves. It waits for inotify(7); where the kernel hears of
// no changes (network drives, the Windows drives of WSL), and where
// WORKBOOK_POLL is set, it looks several times a second.
class FileWatcher {
 public:
  explicit FileWatcher(std::function<void()> changed);

  // Watches these folders (not those in them), and no others. What was saved
  // in them before is no change.
  void watch(std::vector<std::filesystem::path> folders);

  Watching how() const { return how_; }

 private:
  // What tells whether a file was saved: when, how long, and which inode.
  using Stamp = std::tuple<long, long, long, unsigned long>;
  using Snapshot = std::map<std::filesystem::path, Stamp>;

  static Snapshot look(const std::vector<std::filesystem::path>& folders);
  void run(const std::stop_token& stop);
  void subscribe(const std::vector<std::filesystem::path>& folders);

  std::function<void()> changed_;
  std::mutex mutex_;
  std::vector<std::filesystem::path> folders_;  // guarded by mutex_
  Snapshot known_;                              // guarded by mutex_
  UniqueFd inotify_;                            // used by the thread only
  std::atomic<Watching> how_ = Watching::events;
  Wake wake_;  // the folders changed, or it is to end
  std::jthread thread_;
};

}  // namespace workbook
