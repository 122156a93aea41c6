#pragma once

#include <functional>
#include <string>

#include "01-subprocess/exit_status.hpp"

namespace workbook {

struct ChildEnd {
  ExitStatus status;
  std::string output;  // what it wrote, errors among it
};

// Runs `body` in a copy of this process, so that what it breaks is broken there
// only: its limits, its memory, its end. The copy exits with 0 when `body`
// returns, and with 1, and a line, when it throws. Call it while this process
// has no other thread: the copy has only the one that calls. Source:
// POSIX.1-2017 fork.
ChildEnd in_child(const std::function<void()>& body);

}  // namespace workbook
