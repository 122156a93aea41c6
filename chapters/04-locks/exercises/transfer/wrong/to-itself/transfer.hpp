// Rejected: assert "a transfer from an account to itself finishes"
//
// Tempting: scoped_lock takes both without a deadlock, whatever their order.
//
// Wrong: not if both are one. A std::mutex cannot be taken twice, and the
// transfer tries for ever to get what it has itself.
#pragma once

#include <mutex>
#include <stdexcept>

struct Account {
  std::mutex mutex;
  long balance = 0;  // guarded by mutex
};

inline bool transfer(Account& from, Account& to, long amount) {
  if (amount < 0) throw std::invalid_argument("an amount is not negative");
  const std::scoped_lock both(from.mutex, to.mutex);
  if (from.balance < amount) return false;
  from.balance -= amount;
  to.balance += amount;
  return true;
}

inline long total(Account& a, Account& b) {
  if (&a == &b) {
    const std::lock_guard lock(a.mutex);
    return a.balance;
  }
  const std::scoped_lock both(a.mutex, b.mutex);
  return a.balance + b.balance;
}
