#pragma once

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <functional>
#include <stop_token>
#include <thread>

#include "workbook/errno_error.hpp"

namespace workbook {

// Calls a function when Ctrl-C is pressed, or `kill` asks for the end
// (SIGINT, SIGTERM). The second time ends the process, as it would have without
// this. To be made before other threads are: those must not get the signals.
//
// The function runs in a thread of its own, so it may do what a signal handler
// may not.
class SignalStop {
 public:
  explicit SignalStop(std::function<void()> stop) : stop_(std::move(stop)) {
    ::sigemptyset(&signals_);
    ::sigaddset(&signals_, SIGINT);
    ::sigaddset(&signals_, SIGTERM);
    if (const int error =
            ::pthread_sigmask(SIG_BLOCK, &signals_, &signals_before_))
      throw_errno("pthread_sigmask", error);
    thread_ = std::jthread([this](const std::stop_token& end) { wait(end); });
  }
  SignalStop(const SignalStop&) = delete;
  SignalStop& operator=(const SignalStop&) = delete;
  ~SignalStop() {
    thread_.request_stop();
    ::pthread_kill(thread_.native_handle(), SIGINT);  // wakes it up
    thread_.join();
    ::pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
  }

 private:
  void wait(const std::stop_token& end) {
    for (bool is_first = true;; is_first = false) {
      int signal = 0;
      ::sigwait(&signals_, &signal);
      if (end.stop_requested()) return;
      if (is_first) {
        stop_();
      } else {
        ::pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
        ::kill(::getpid(), signal);
      }
    }
  }

  const std::function<void()> stop_;
  sigset_t signals_ = {};
  sigset_t signals_before_ = {};
  std::jthread thread_;  // last: it uses the others
};

}  // namespace workbook
