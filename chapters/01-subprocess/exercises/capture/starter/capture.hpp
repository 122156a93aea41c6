#pragma once

#include <string>

#include "01-subprocess/exchange.hpp"
#include "01-subprocess/subprocess.hpp"

using workbook::ExitStatus;
using workbook::Subprocess;

struct Captured {
  ExitStatus status;
  std::string out;
  std::string err;
};

// Returns all that a running child writes to its two pipes, out() and err(),
// and its status.
inline Captured capture(Subprocess& child) {
  // TODO: this hangs when the child writes much. Find out who waits for whom,
  // and mend it.
  const ExitStatus status = child.wait();
  return {status, workbook::read_all(child.out()),
          workbook::read_all(child.err())};
}
