#pragma once

#include <chrono>
#include <coroutine>
#include <map>
#include <utility>

#include "10-coroutines/waiters.hpp"

namespace workbook {

// Who waits for which time.
class Timers {
 public:
  using Time = std::chrono::nanoseconds;

  // #region sleep
  // Awaiting it waits until `time`.
  class Sleep : public Waiter {
   public:
    Sleep(Timers& timers, Time time) : timers_(timers), time_(time) {}
    ~Sleep() {
      if (place_ != timers_.sleeping_.end()) timers_.sleeping_.erase(place_);
    }

    void await_suspend(std::coroutine_handle<> caller) {
      coroutine = caller;
      place_ = timers_.sleeping_.emplace(time_, this);
    }
    // #endregion sleep

   private:
    friend class Timers;

    Timers& timers_;
    const Time time_;
    std::multimap<Time, Sleep*>::iterator place_ = timers_.sleeping_.end();
  };

  bool is_empty() const { return sleeping_.empty(); }

  // The next time that somebody waits for; needs one who does.
  Time next() const { return sleeping_.begin()->first; }

  // Puts all who waited for `now` or less into `ready`.
  void wake(Time now, WaiterList& ready) {
    while (!is_empty() && next() <= now) {
      Sleep& due = *sleeping_.begin()->second;
      sleeping_.erase(std::exchange(due.place_, sleeping_.end()));
      ready.push(due);
    }
  }

 private:
  std::multimap<Time, Sleep*> sleeping_;  // the next one first
};

}  // namespace workbook
