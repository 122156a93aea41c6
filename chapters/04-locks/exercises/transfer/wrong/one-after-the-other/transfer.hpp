// Rejected: assert "total never sees money that is in neither account"
//
// Tempting: who never holds two locks cannot deadlock, not even with the same
// account twice.
//
// Wrong: between the two blocks the money is nowhere, and everybody can see it.
#pragma once

#include <mutex>
#include <stdexcept>

struct Account {
  std::mutex mutex;
  long balance = 0;  // guarded by mutex
};

inline bool transfer(Account& from, Account& to, long amount) {
  if (amount < 0) throw std::invalid_argument("an amount is not negative");
  {
    const std::lock_guard lock(from.mutex);
    if (from.balance < amount) return false;
    from.balance -= amount;
  }
  const std::lock_guard lock(to.mutex);
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
