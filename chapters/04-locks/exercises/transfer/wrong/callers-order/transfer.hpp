// Rejected: deadlock "two transfers in opposite directions both finish"
//
// Tempting: first the account that pays, then the one that gets; always in the
// same order.
//
// Wrong: the same order of parameters is not the same order of accounts. Two
// callers name them the other way round, and each waits for the other.
#pragma once

#include <mutex>
#include <stdexcept>

struct Account {
  std::mutex mutex;
  long balance = 0;  // guarded by mutex
};

inline bool transfer(Account& from, Account& to, long amount) {
  if (amount < 0) throw std::invalid_argument("an amount is not negative");
  if (&from == &to) {
    const std::lock_guard lock(from.mutex);
    return from.balance >= amount;
  }
  const std::lock_guard first(from.mutex);
  const std::lock_guard second(to.mutex);
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
