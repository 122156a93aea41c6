#pragma once

#include <poll.h>
#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <optional>
#include <utility>

#include "10-coroutines/waiters.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {

// Sleeps until one of many file descriptors can be read, and says whose turn it
// is then (Linux: epoll(7)).
class Poller {
 public:
  // Awaiting it waits until `fd` can be read, or its other end was closed. One
  // coroutine at a time may wait for a descriptor. Throws std::system_error
  // when it cannot be waited for, like a file.
  class Readable : public Waiter {
   public:
    Readable(Poller& poller, int fd) : poller_(poller), fd_(fd) {}
    ~Readable() { forget(); }

    void await_suspend(std::coroutine_handle<> caller);

   private:
    friend class Poller;
    void forget();

    Poller& poller_;
    const int fd_;
    bool is_watched_ = false;
  };

  bool is_empty() const { return watched_ == 0; }

  // Sleeps until a descriptor can be read or `limit` is over (nothing: as long
  // as it takes), and puts those who waited for one into `ready`.
  void wait(std::optional<std::chrono::nanoseconds> limit, WaiterList& ready);

 private:
  const UniqueFd epoll_{
      check_errno(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")};
  std::size_t watched_ = 0;
};

// #region await-suspend
inline void Poller::Readable::await_suspend(std::coroutine_handle<> caller) {
  coroutine = caller;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = this;
  check_errno(::epoll_ctl(poller_.epoll_.get(), EPOLL_CTL_ADD, fd_, &event),
              "wait for a descriptor");
  is_watched_ = true;
  ++poller_.watched_;
}
// #endregion await-suspend

inline void Poller::Readable::forget() {
  if (!std::exchange(is_watched_, false)) return;
  --poller_.watched_;
  ::epoll_ctl(poller_.epoll_.get(), EPOLL_CTL_DEL, fd_, nullptr);
}

inline void Poller::wait(std::optional<std::chrono::nanoseconds> limit,
                         WaiterList& ready) {
  // ppoll, as the time-out of epoll_wait is in whole milliseconds.
  pollfd any{epoll_.get(), POLLIN, 0};
  const auto count = limit.value_or(std::chrono::nanoseconds(0)).count();
  const timespec time{static_cast<time_t>(count / std::nano::den),
                      static_cast<long>(count % std::nano::den)};
  if (::ppoll(&any, 1, limit ? &time : nullptr, nullptr) == -1 &&
      errno != EINTR)
    throw_errno("wait for descriptors");
  std::array<epoll_event, 64> events{};
  const int found = ::epoll_wait(epoll_.get(), events.data(),
                                 static_cast<int>(events.size()), 0);
  for (int i = 0; i < found; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    auto& readable = *static_cast<Readable*>(event.data.ptr);
    readable.forget();
    ready.push(readable);
  }
}

}  // namespace workbook
