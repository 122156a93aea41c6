#pragma once

#include <coroutine>
#include <utility>

namespace workbook {

// #region waiter
// A coroutine that waits, in at most one list. It is part of what the coroutine
// awaits and so of the coroutine's frame: to wait allocates nothing. It leaves
// its list when it is destroyed, so a coroutine may be destroyed while it
// waits.
class Waiter {
 public:
  Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() { leave(); }

  void leave() {
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = this;
  }
  // #endregion waiter

  // For those awaitables that always wait and result in nothing.
  bool await_ready() const noexcept { return false; }
  void await_resume() const noexcept {}

  std::coroutine_handle<> coroutine;

 private:
  friend class WaiterList;

  Waiter* previous_ = this;  // a circle, of its own when in no list
  Waiter* next_ = this;
};

// Who came first leaves first. Owns nobody.
class WaiterList {
 public:
  // Awaiting it waits as the last in the list.
  class Wait : public Waiter {
   public:
    explicit Wait(WaiterList& list) : list_(list) {}
    void await_suspend(std::coroutine_handle<> caller) noexcept {
      coroutine = caller;
      list_.push(*this);
    }

   private:
    WaiterList& list_;
  };

  bool is_empty() const { return ends_.next_ == &ends_; }

  void push(Waiter& waiter) {
    waiter.previous_ = ends_.previous_;
    waiter.next_ = &ends_;
    ends_.previous_->next_ = &waiter;
    ends_.previous_ = &waiter;
  }

  // Needs one that is not empty.
  Waiter& pop() {
    Waiter& first = *ends_.next_;
    first.leave();
    return first;
  }

  // Puts all of `others` behind those that are here.
  void take(WaiterList& others) {
    if (others.is_empty()) return;
    Waiter* const first = others.ends_.next_;
    Waiter* const last = others.ends_.previous_;
    others.ends_.leave();  // what is left is a circle without ends
    first->previous_ = ends_.previous_;
    ends_.previous_->next_ = first;
    last->next_ = &ends_;
    ends_.previous_ = last;
  }

 private:
  Waiter ends_;  // before the first and behind the last
};

}  // namespace workbook
