#pragma once

#include <signal.h>

#include <functional>
#include <initializer_list>
#include <thread>

#include "17-capstone/wake.hpp"

namespace workbook {

// Turns signals into calls on a thread of its own. A signal handler may do
// next to nothing (signal-safety(7)); the thread may do anything.
//
// The signals are blocked in the thread that makes this, and so in the threads
// that it starts later: make it first. Its destructor ends the thread and
// unblocks them. Source: Linux signalfd(2).
class Signals {
 public:
  Signals(std::initializer_list<int> numbers, std::function<void(int)> heard);
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

 private:
  void listen(const std::stop_token& stop);

  sigset_t numbers_;
  sigset_t before_;
  UniqueFd fd_;
  std::function<void(int)> heard_;
  Wake wake_;
  std::jthread thread_;
};

// Stops this process as Ctrl-Z does by default, and returns when it goes on.
// Where nobody could let it go on, it returns at once.
void stop_here();

}  // namespace workbook
