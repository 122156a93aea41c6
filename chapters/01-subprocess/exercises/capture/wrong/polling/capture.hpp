// Rejected: assert "while the child is silent, capture sleeps"
//
// Tempting: make both pipes non-blocking and try each in turn until both have
// ended; no poll() to learn.
//
// Wrong: while the child thinks, the loop burns a whole core asking a question
// whose answer has not changed.
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
  std::array<int, 2> pipes = {child.out().get(), child.err().get()};
  std::array<std::string, 2> texts;
  for (const int pipe : pipes) ::fcntl(pipe, F_SETFL, O_NONBLOCK);
  while (pipes[0] != -1 || pipes[1] != -1) {
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      if (pipes[i] == -1) continue;
      std::array<char, 16 * 1024> buffer;
      const ssize_t count = ::read(pipes[i], buffer.data(), buffer.size());
      if (count > 0)
        texts[i].append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0) pipes[i] = -1;
    }
  }
  return {child.wait(), texts[0], texts[1]};
}
