// Rejected: timeout "the child fills its standard error before it writes a word of output"
//
// Tempting: the hang came from waiting before reading, so read first: the
// output to its end, then the errors.
//
// Wrong: the output ends when the child ends, and the child waits until
// somebody reads its errors.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "01-subprocess/exchange.hpp"
#include "01-subprocess/subprocess.hpp"
#include "workbook/errno_error.hpp"

using workbook::ExitStatus;
using workbook::Subprocess;

struct Captured {
  ExitStatus status;
  std::string out;
  std::string err;
};

inline Captured capture(Subprocess& child) {
  std::string out = workbook::read_all(child.out());
  std::string err = workbook::read_all(child.err());
  return {child.wait(), out, err};
}
