#pragma once

#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/waiters.hpp"

namespace workbook {

// A flag that coroutines of one loop wait for; chapter 2's Event for
// coroutines. Setting it gives all of them their turn.
//
//   co_await ready.wait();
class AsyncEvent {
 public:
  explicit AsyncEvent(EventLoop& loop) : loop_(loop) {}

  bool is_set() const { return is_set_; }

  void set() {
    is_set_ = true;
    while (!waiters_.is_empty()) loop_.post(waiters_.pop());
  }

  // #region wait
  // To be awaited; goes on at once when the event is set.
  auto wait() {
    struct Wait : WaiterList::Wait {
      explicit Wait(AsyncEvent& awaited)
          : WaiterList::Wait(awaited.waiters_), event(awaited) {}
      bool await_ready() const noexcept { return event.is_set_; }

      AsyncEvent& event;
    };
    return Wait(*this);
  }
  // #endregion wait

 private:
  EventLoop& loop_;
  WaiterList waiters_;
  bool is_set_ = false;
};

}  // namespace workbook
