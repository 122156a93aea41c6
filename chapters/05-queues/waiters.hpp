#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace workbook {

// The threads that wait for one thing, for instance "there is an item", and the
// rule by which they are woken: at most one wake-up is in flight.
//
// A wake-up is in flight from claim() until the woken thread has the mutex
// again. Until then no other thread is woken: whoever was woken looks around
// and, when there is more to do than it does itself, wakes the next.
//
// All of it is guarded by one mutex, the caller's: each call but send() holds
// it.
class Waiters {
 public:
  // Waits until condition() is true. `lock` holds the mutex; it is released
  // while the thread sleeps.
  template <typename Condition>
  void wait(std::unique_lock<std::mutex>& lock, Condition condition);

  // Whether one thread is to be woken: not if none waits or a wake-up is in
  // flight. Whoever is told true owes a send().
  [[nodiscard]] bool claim();

  // Sends the wake-up that was claimed. Best without the mutex, for whoever is
  // woken needs it.
  void send() { changed_.notify_one(); }

  // Wakes them all: for a change that concerns each of them.
  void wake_all() { changed_.notify_all(); }

  std::size_t count() const { return count_; }

 private:
  std::condition_variable changed_;
  std::size_t count_ = 0;  // threads in wait() that sleep or are being woken
  bool is_in_flight_ = false;  // a wake-up
};

// #region wait
template <typename Condition>
void Waiters::wait(std::unique_lock<std::mutex>& lock, Condition condition) {
  while (!condition()) {
    ++count_;
    changed_.wait(lock);
    --count_;
    is_in_flight_ = false;
  }
}

inline bool Waiters::claim() {
  if (count_ == 0) return false;    // nobody is there
  if (is_in_flight_) return false;  // whoever was woken wakes the next
  is_in_flight_ = true;
  return true;
}
// #endregion wait

}  // namespace workbook
