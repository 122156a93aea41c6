#pragma once

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstring>
#include <ostream>
#include <string>

namespace workbook {

// How a process ended: by itself with an exit code, or by a signal. Never both,
// so they are two fields.
struct ExitStatus {
  int code = 0;    // 0 to 255; 0 means success
  int signal = 0;  // the signal that ended it, or 0

  bool success() const { return code == 0 && signal == 0; }
  bool operator==(const ExitStatus&) const = default;

  // "exit 0", "exit 9", "signal 15 (Terminated)"
  std::string text() const {
    if (signal != 0)
      return fmt::format("signal {} ({})", signal, ::strsignal(signal));
    return fmt::format("exit {}", code);
  }

  // From the status that waitpid(2) stores for a process that has ended.
  static ExitStatus from_wait_status(int status) {
    if (WIFSIGNALED(status)) return {0, WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
  }
};

inline std::ostream& operator<<(std::ostream& out, const ExitStatus& status) {
  return out << status.text();
}

}  // namespace workbook
