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
    // TODO: this is the thread of whoever calls it.
    write_(line);
    done(nullptr);
    return true;
  }

  // Refuses lines from now on, and returns when all that were taken have been
  // written and their `done` called. Again: nothing happens.
  void stop() {
    // TODO: what is still to be written?
    if (thread_.joinable()) thread_.join();
  }

 private:
  struct Line {
    std::string text;
    Done done;
  };

  // What the writer's thread does.
  void run() {
    // TODO
  }

  const Write write_;
  // TODO: the lines that were taken, and what guards them
  std::thread thread_;
};
