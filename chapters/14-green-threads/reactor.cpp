#include "14-green-threads/reactor.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr int grace = 100;  // milliseconds

}  // namespace

Reactor::Time Reactor::now() const {
  return clock_ == Clock::real ? std::chrono::steady_clock::now()
                               : virtual_now_;
}

Reactor::Id Reactor::wait(Time limit, Callback callback, int fd, short events) {
  const Id id = ++last_id_;
  waits_.emplace(id, Wait{limit, std::move(callback), fd, events});
  if (limit != never) timers_.emplace(limit, id);
  if (fd != -1) descriptors_.insert(id);
  return id;
}

Reactor::Callback Reactor::take(Id id) {
  const auto found = waits_.find(id);
  if (found == waits_.end()) return nullptr;
  Wait wait = std::move(found->second);
  waits_.erase(found);
  timers_.erase({wait.limit, id});
  descriptors_.erase(id);
  return std::move(wait.callback);
}

// #region run-once
bool Reactor::run_once() {
  if (posted_.empty() && timers_.empty() && descriptors_.empty()) return false;
  const std::vector<Id> ready = poll_descriptors();
  for (const Id id : ready) call(id, true);
  if (ready.empty()) jump();
  run_timers();
  run_posted();
  return true;
}
// #endregion run-once

// Those that they post wait for the next round, so that nobody is left out.
void Reactor::run_posted() {
  for (std::size_t left = posted_.size(); left > 0 && !posted_.empty();
       --left) {
    const std::function<void()> callback = std::move(posted_.front());
    posted_.pop_front();
    callback();
  }
}

int Reactor::poll_timeout() const {
  if (!posted_.empty()) return 0;
  if (timers_.empty()) return -1;
  const auto left = timers_.begin()->first - now();
  if (left <= left.zero()) return 0;
  if (clock_ == Clock::virtual_time) return descriptors_.empty() ? 0 : grace;
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return static_cast<int>(
      std::min<std::int64_t>(whole, std::numeric_limits<int>::max()));
}

std::vector<Reactor::Id> Reactor::poll_descriptors() const {
  if (descriptors_.empty() && (timers_.empty() || !posted_.empty())) return {};
  const int timeout = poll_timeout();
  std::vector<pollfd> polled;
  polled.reserve(descriptors_.size());
  for (const Id id : descriptors_) {
    const Wait& wait = waits_.at(id);
    polled.push_back({wait.fd, wait.events, 0});
  }
  if (::poll(polled.data(), polled.size(), timeout) == -1) {
    if (errno == EINTR) return {};
    throw_errno("poll");
  }
  std::vector<Id> ready;
  auto id = descriptors_.begin();
  for (const pollfd& each : polled) {
    if (each.revents != 0) ready.push_back(*id);
    ++id;
  }
  return ready;
}

void Reactor::jump() {
  if (clock_ == Clock::real || !posted_.empty() || timers_.empty()) return;
  virtual_now_ = std::max(virtual_now_, timers_.begin()->first);
}

void Reactor::run_timers() {
  const Time time = now();
  std::vector<Id> due;
  for (const auto& [limit, id] : timers_) {
    if (limit > time) break;
    due.push_back(id);
  }
  for (const Id id : due) call(id, false);
}

void Reactor::clear() {
  posted_.clear();
  timers_.clear();
  descriptors_.clear();
  waits_.clear();
}

}  // namespace workbook
