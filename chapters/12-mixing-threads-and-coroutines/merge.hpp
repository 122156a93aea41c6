#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "12-mixing-threads-and-coroutines/merged_file.hpp"
#include "12-mixing-threads-and-coroutines/tail.hpp"

namespace workbook {

// How long a follower that has caught up waits before it looks again. A plain
// file never says that it has grown: it counts as always ready.
constexpr std::chrono::milliseconds look_again(10);

struct MergeOptions {
  // Ends by itself when no file brought anything for so long; none: it does
  // not.
  std::optional<std::chrono::nanoseconds> until_idle = {};

  // Hears what happened to a file, in words, from whoever writes.
  std::function<void(const std::string& news)> tell = {};

  // Is called in the thread that reads or writes: before with what it does
  // ("read a.log"), and afterwards with nothing.
  std::function<void(const std::string& step)> watch = {};

  std::size_t chunk = Tail::usual_chunk;  // bytes a look
};

struct Count {
  long lines = 0;
  std::size_t bytes = 0;
};

// What all versions have in common: two blocking calls, when to end, and the
// first thing that went wrong.
class Merge {
 public:
  explicit Merge(MergedFile& output, MergeOptions options = {})
      : options_(std::move(options)), output_(output) {}

  Tail tail(const std::filesystem::path& path) const {
    return Tail(path, options_.chunk);
  }

  // #region blocking
  // Looks at a file. Blocks while the disk takes its time. Different threads
  // may look at different files.
  Piece read(Tail& tail);

  // Writes what a look has brought. Blocks, too. One thread at a time.
  void write(const Tail& tail, const Piece& piece);
  // #endregion blocking

  // Asks for the end: what is in the files by then is still read and written.
  // From any thread, any number of times.
  void request_stop() { stop_.request_stop(); }
  bool stop_requested() const { return stop_.stop_requested(); }

  // Calls `part()`, one of those that make up the merge. When it throws, the
  // others are asked to end.
  template <typename Part>
  void attempt(Part part) {
    try {
      part();
    } catch (...) {
      fail(std::current_exception());
    }
  }
  void fail(std::exception_ptr error);

  // The same, as what a coroutine's end is told to.
  auto outcome() {
    return [this](std::exception_ptr error) {
      if (error) fail(std::move(error));
    };
  }

  // Throws what went wrong first. For when all parts have ended.
  void rethrow() const;

  // How much of each file was written, by then.
  const std::map<std::filesystem::path, Count>& counts() const {
    return counts_;
  }

 private:
  using Clock = std::chrono::steady_clock;
  class Step;

  const MergeOptions options_;
  std::stop_source stop_;
  std::atomic<Clock::time_point> last_piece_ = Clock::now();
  MergedFile& output_;                             // used by who writes
  std::map<std::filesystem::path, Count> counts_;  // likewise
  mutable std::mutex mutex_;
  std::exception_ptr first_error_;  // guarded by mutex_
};

}  // namespace workbook
