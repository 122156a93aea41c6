// Rejected: assert "the child fills its standard output"
//
// Tempting: poll, then one read with a buffer that is surely large enough.
//
// Wrong: read returns what the pipe holds at that moment, never more than its
// 64 KiB; the rest is lost.
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
  std::array<pollfd, 2> pipes = {
      {{child.out().get(), POLLIN, 0}, {child.err().get(), POLLIN, 0}}};
  std::array<std::string, 2> texts;
  while (pipes[0].fd != -1 || pipes[1].fd != -1) {
    ::poll(pipes.data(), pipes.size(), -1);
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      if (pipes[i].revents == 0) continue;
      texts[i].resize(4 * 1024 * 1024);
      const ssize_t count =
          ::read(pipes[i].fd, texts[i].data(), texts[i].size());
      texts[i].resize(count > 0 ? static_cast<std::size_t>(count) : 0);
      (i == 0 ? child.out() : child.err()).reset();
      pipes[i].fd = -1;
    }
  }
  return {child.wait(), texts[0], texts[1]};
}
