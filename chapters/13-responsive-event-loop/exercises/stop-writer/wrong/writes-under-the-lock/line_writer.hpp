// Rejected: deadlock "a line is taken while another is being written"
//
// Tempting: `done` is called without the lock, and nobody else uses the file.
//
// Wrong: whoever hands over a line needs the lock, and so waits for the disk.
// That was to be spared the loop.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

// Writes lines in a thread of its own.
class LineWriter {
 public:
  // Writes a line. It blocks, and throws when the line could not be written.
  using Write = std::function<void(const std::string&)>;

  // Hears of the end of a line: nullptr, or why it could not be written.
  using Done = std::function<void(std::exception_ptr)>;

  explicit LineWriter(Write write)
      : write_(std::move(write)), thread_([this] { run(); }) {}
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;
  ~LineWriter() { stop(); }

  // Has `line` written after those before it, and then calls `done`, both in
  // the writer's thread. After stop() it returns false, and `done` is never
  // called.
  bool write(std::string line, Done done) {
    {
      const std::lock_guard lock(mutex_);
      if (is_stopped_) return false;
      lines_.push_back({std::move(line), std::move(done)});
    }
    changed_.notify_one();
    return true;
  }

  // Refuses lines from now on, and returns when all that were taken have been
  // written and their `done` called. Again: nothing happens.
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      is_stopped_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

 private:
  struct Line {
    std::string text;
    Done done;
  };

  // What the writer's thread does.
  void run() {
    for (;;) {
      Line line;
      std::exception_ptr error;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_stopped_ || !lines_.empty(); });
        if (lines_.empty()) return;
        line = std::move(lines_.front());
        lines_.pop_front();
        try {
          write_(line.text);
        } catch (...) {
          error = std::current_exception();
        }
      }
      line.done(error);
    }
  }

  const Write write_;
  std::mutex mutex_;
  std::condition_variable changed_;  // a line was added, or is_stopped_
  std::deque<Line> lines_;           // guarded by mutex_
  bool is_stopped_ = false;          // guarded by mutex_
  std::thread thread_;
};
