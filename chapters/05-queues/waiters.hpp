#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "05-queues/cpu_relax.hpp"

namespace workbook {

// The threads that wait for one thing, for instance "there is an item", and the
// rules by which they sleep and are woken: who waits rests for a moment and
// looks again before it sleeps, and at most one wake-up is in flight.
//
// A wake-up is in flight from wake_one() until the woken thread has the mutex
// again. Until then no other thread is woken: whoever was woken looks around
// and, when there is more to do than it does itself, wakes the next.
//
// All of it is guarded by one mutex, the caller's: each call holds it.
class Waiters {
 public:
  // `pauses` is how long wait() rests before it looks again. With no_pauses it
  // sleeps at once.
  explicit Waiters(int pauses) : pauses_(pauses) {}

  // A few microseconds: about what it costs to sleep and to be woken.
  static constexpr int usual_pauses = 100;
  static constexpr int no_pauses = 0;

  // Waits until condition() is true. `lock` holds the mutex; it is released
  // while the thread rests or sleeps.
  template <typename Condition>
  void wait(std::unique_lock<std::mutex>& lock, Condition condition);

  // Wakes one thread, unless none waits or a wake-up is in flight.
  void wake_one();

  // Wakes them all: for a change that concerns each of them.
  void wake_all() { changed_.notify_all(); }

  std::size_t count() const { return count_; }

 private:
  const int pauses_;
  std::condition_variable changed_;
  std::size_t count_ = 0;  // threads in wait() that sleep or are being woken
  bool is_in_flight_ = false;  // a wake-up
};

// #region wait
template <typename Condition>
void Waiters::wait(std::unique_lock<std::mutex>& lock, Condition condition) {
  if (pauses_ > 0 && !condition()) {
    lock.unlock();
    for (int i = 0; i < pauses_; ++i) cpu_relax();
    lock.lock();
  }
  while (!condition()) {
    ++count_;
    changed_.wait(lock);
    --count_;
    is_in_flight_ = false;
  }
}

inline void Waiters::wake_one() {
  if (count_ == 0) return;    // nobody is there
  if (is_in_flight_) return;  // whoever was woken wakes the next
  is_in_flight_ = true;
  changed_.notify_one();
}
// #endregion wait

}  // namespace workbook
