#pragma once

#include <mutex>
#include <optional>
#include <thread>

#include "05-queues/closable_queue.hpp"
#include "17-capstone/checker.hpp"
#include "17-capstone/editor.hpp"
#include "17-capstone/file_watcher.hpp"
#include "17-capstone/keyboard.hpp"
#include "17-capstone/signals.hpp"
#include "17-capstone/terminal.hpp"
#include "17-capstone/watch_model.hpp"

namespace workbook {

// The event loop of `watch`. Keys, saves, signals and results come from threads
// through one queue; one thread, the caller of run(), acts on them.
class Watch {
 public:
  Watch(Context& context, const Exercise& first);

  int run();  // returns the exit status of the command

 private:
  void perform(const StartRun& start);
  void perform(const OpenEditor& open);
  void perform(const Suspend& suspend);
  void perform(const Retake& retake);
  void perform(const Quit& quit);

  Context& context_;
  WatchModel model_;
  Checker checker_;
  ClosableQueue<Event> events_;
  std::optional<int> status_;  // set: the loop ends

  // Threads and what they hold, ended in the opposite order. Signals are first,
  // so that no other thread gets one.
  Signals signals_;
  Terminal terminal_;
  Keyboard keyboard_;
  FileWatcher files_;
  Editor editor_;
  std::jthread runner_;
};

}  // namespace workbook
