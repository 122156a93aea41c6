#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace workbook {

// What becomes of a thread that uses a lock.
enum class GilEvent { wait, take, drop };

struct GilOptions {
  // How long a thread waits before it asks the holder to give the lock up.
  // With 0 the holder gives it up at every check, as long as others wait.
  std::chrono::nanoseconds interval = std::chrono::milliseconds(5);

  // Called by the thread that begins to wait, has taken the lock, or is about
  // to drop it. It must not use the lock itself.
  std::function<void(GilEvent)> on_event = [](GilEvent) {};
};

// A global interpreter lock, after CPython's (Python/ceval_gil.c). Unlike a
// mutex it is never taken away from a thread for long: who waits for it asks
// for it, and who holds it looks now and then whether somebody asked.
//
//   gil.take();
//   while (...) {
//     if (gil.drop_requested()) gil.hand_over();
//     ...  // the next instruction
//   }
//   gil.drop();
class Gil {
 public:
  explicit Gil(GilOptions options = {}) : options_(std::move(options)) {}
  Gil(const Gil&) = delete;
  Gil& operator=(const Gil&) = delete;

  // Waits until no thread holds the lock, and takes it.
  void take();

  // Gives up the lock: the caller is about to wait for something else.
  void drop();

  // Whether a thread has waited for longer than the interval; to be read at any
  // time, by anybody.
  const std::atomic<bool>& drop_requested() const { return drop_requested_; }

  // Gives the lock to a thread that waits, waits until that thread has it, and
  // then takes it again. Does nothing if nobody waits.
  void hand_over();

  // How many threads wait for the lock now.
  int waiting() const;

  // How often the lock went to another thread than the one that had it last.
  long switches() const;

 private:
  void wait_and_take(std::unique_lock<std::mutex>& lock);
  void ask(std::unique_lock<std::mutex>& lock);
  void release();

  const GilOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable dropped_;  // held_ became false
  std::condition_variable taken_;    // turn_ went up
  bool held_ = false;                // guarded by mutex_
  int waiting_ = 0;                  // guarded by mutex_
  long turn_ = 0;                    // guarded by mutex_; one more a take
  long switches_ = 0;                // guarded by mutex_
  std::thread::id last_holder_;      // guarded by mutex_

  // Written under mutex_, read without it. True only while somebody waits.
  std::atomic<bool> drop_requested_ = false;
};

inline void Gil::take() {
  std::unique_lock lock(mutex_);
  ++waiting_;
  if (held_) options_.on_event(GilEvent::wait);
  wait_and_take(lock);
}

inline void Gil::drop() {
  const std::lock_guard lock(mutex_);
  release();
}

// #region hand-over
inline void Gil::hand_over() {
  std::unique_lock lock(mutex_);
  if (waiting_ == 0) return;
  ++waiting_;  // from now on this thread wants it back
  const long turn = turn_;
  release();
  options_.on_event(GilEvent::wait);
  taken_.wait(lock, [&] { return turn_ != turn; });
  wait_and_take(lock);
}
// #endregion hand-over

// #region take
inline void Gil::wait_and_take(std::unique_lock<std::mutex>& lock) {
  while (held_) ask(lock);
  --waiting_;
  held_ = true;
  ++turn_;
  if (last_holder_ != std::this_thread::get_id()) ++switches_;
  last_holder_ = std::this_thread::get_id();
  // Who waits now has not waited for this holder yet.
  drop_requested_ = options_.interval.count() == 0 && waiting_ > 0;
  taken_.notify_all();
  options_.on_event(GilEvent::take);
}

// Waits for the lock for one interval, and then asks for it, unless it changed
// hands meanwhile.
inline void Gil::ask(std::unique_lock<std::mutex>& lock) {
  const long turn = turn_;
  if (options_.interval.count() == 0) {
    drop_requested_ = true;
    dropped_.wait(lock);
  } else if (dropped_.wait_for(lock, options_.interval) ==
                 std::cv_status::timeout &&
             held_ && turn_ == turn) {
    drop_requested_ = true;
  }
}
// #endregion take

inline void Gil::release() {
  options_.on_event(GilEvent::drop);
  held_ = false;
  dropped_.notify_one();
}

inline int Gil::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

inline long Gil::switches() const {
  const std::lock_guard lock(mutex_);
  return switches_;
}

}  // namespace workbook
