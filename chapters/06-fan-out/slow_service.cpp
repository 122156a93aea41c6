#include "06-fan-out/slow_service.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

void allow_many_open_files() {
  rlimit limit{};
  check_errno(::getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  limit.rlim_cur = limit.rlim_max;
  check_errno(::setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

void watch(const UniqueFd& ready, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  check_errno(::epoll_ctl(ready.get(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

// A signal does not end the call.
template <typename Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

}  // namespace

SlowService::SlowService(std::chrono::nanoseconds delay)
    : delay_(delay),
      ready_(check_errno(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      timer_(check_errno(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC),
                         "timerfd_create")),
      stop_(check_errno(::eventfd(0, EFD_CLOEXEC), "eventfd")) {
  allow_many_open_files();
  watch(ready_, timer_.get());
  watch(ready_, stop_.get());
  server_ = std::jthread([this] { serve(); });
}

SlowService::~SlowService() {
  const std::uint64_t one = 1;
  static_cast<void>(::write(stop_.get(), &one, sizeof one));
  server_.join();
}

void SlowService::ask() {
  UniqueFd connection = take_connection();
  char byte = '?';
  check_errno(::send(connection.get(), &byte, 1, MSG_NOSIGNAL), "ask");
  const ssize_t got = check_errno(
      uninterrupted([&] { return ::read(connection.get(), &byte, 1); }),
      "wait for an answer");
  if (got == 0) throw_errno("wait for an answer", ECONNRESET);
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
}

UniqueFd SlowService::take_connection() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      UniqueFd connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return connect();
}

UniqueFd SlowService::connect() {
  std::array<int, 2> ends{};
  check_errno(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()),
              "open a connection");
  UniqueFd client(ends[0]);
  UniqueFd server(ends[1]);
  const std::lock_guard lock(mutex_);
  watch(ready_, server.get());
  connections_[ends[1]] = std::move(server);
  return client;
}

void SlowService::serve() {
  std::array<epoll_event, 64> events{};
  for (;;) {
    const int count = ::epoll_wait(ready_.get(), events.data(),
                                   static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == stop_.get()) return;
      if (fd != timer_.get()) read_question(fd);
    }
    send_due_answers();
    set_timer();
  }
}

void SlowService::read_question(int connection) {
  char byte = 0;
  const ssize_t got =
      uninterrupted([&] { return ::read(connection, &byte, 1); });
  const bool left = got != 1;
  if (left) ::epoll_ctl(ready_.get(), EPOLL_CTL_DEL, connection, nullptr);
  answers_.push_back({Clock::now() + delay_, connection, byte, left});
  if (left) return;
  ++questions_;
  most_at_once_ = std::max(most_at_once_.load(), answers_.size());
}

// The delay is the same for all, so answers become due in the order of the
// questions; and a connection is closed after its last answer.
void SlowService::send_due_answers() {
  while (!answers_.empty() && answers_.front().due <= Clock::now()) {
    const Answer answer = answers_.front();
    answers_.pop_front();
    if (answer.last) {
      const std::lock_guard lock(mutex_);
      connections_.erase(answer.connection);
    } else {
      ::send(answer.connection, &answer.byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  }
}

// To the next answer; setting it also makes it unreadable again.
void SlowService::set_timer() {
  itimerspec when{};
  if (!answers_.empty()) {
    const auto due = std::chrono::duration_cast<std::chrono::nanoseconds>(
        answers_.front().due.time_since_epoch());
    when.it_value = {due.count() / std::nano::den,
                     due.count() % std::nano::den};
  }
  ::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
}

}  // namespace workbook
