// Rejected: deadlock "two totals in opposite directions both finish"
//
// Tempting: the transfers no longer deadlock, and a total moves nothing.
//
// Wrong: a lock to read is as good a lock as any. Two who ask for the total of
// the same two accounts, in different order, close the circle.
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
  const std::lock_guard first(a.mutex);
  const std::lock_guard second(b.mutex);
  return a.balance + b.balance;
}
