#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "01-subprocess/subprocess.hpp"

namespace workbook {

struct ChildOptions {
  std::filesystem::path log;          // gets all that it prints
  std::filesystem::path folder = {};  // to start in
  std::chrono::seconds limit = std::chrono::minutes(30);
  // Called about once a second while it runs, with the seconds so far.
  std::function<void(int)> still_running = [](int) {};
};

struct ChildEnding {
  ExitStatus status;
  bool cancelled = false;  // a stop was asked for, and it was ended
  bool too_long = false;   // it was ended at its limit
  std::string doing = {};  // then: what its processes did
};

// Runs a command to its end. It leads a process group of its own, so that
// nothing of it is left when it is ended: at its limit or when `stop` is asked
// for, the group gets SIGTERM and, a grace period later, SIGKILL. Throws as
// Subprocess does.
ChildEnding run_child(const Argv& argv, const ChildOptions& options,
                      const std::stop_token& stop);

}  // namespace workbook
