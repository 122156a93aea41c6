#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace workbook {

// Opens a file in $VISUAL, $EDITOR or VS Code. An editor that runs in the
// terminal has it until it ends; one with a window of its own does not hold
// anything up.
class Editor {
 public:
  // `closed` is called when an editor in the terminal has ended, with what
  // went wrong, on a thread of its own.
  explicit Editor(std::function<void(const std::string&)> closed)
      : closed_(std::move(closed)) {}
  ~Editor();
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;

  // Calls `give_terminal` before an editor that needs it starts. Returns what
  // is wrong when none can be started.
  std::optional<std::string> open(const std::filesystem::path& file,
                                  const std::function<void()>& give_terminal);

  bool has_terminal() const { return has_terminal_; }

 private:
  std::function<void(const std::string&)> closed_;
  std::atomic<bool> has_terminal_ = false;
  std::atomic<pid_t> running_ = 0;
  std::jthread waiter_;
};

}  // namespace workbook
