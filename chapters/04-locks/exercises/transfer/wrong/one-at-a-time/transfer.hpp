// Rejected: deadlock "transfers between different accounts do not wait for each other"
//
// Tempting: who wants two locks takes a third one first. Only one at a time is
// on the way to its locks, so no circle can close.
//
// Wrong: who waits for a busy account waits with the third lock held, and all
// the others wait for it, whatever their accounts.
#pragma once

#include <mutex>
#include <stdexcept>

struct Account {
  std::mutex mutex;
  long balance = 0;  // guarded by mutex
};

inline std::mutex on_the_way;

inline bool transfer(Account& from, Account& to, long amount) {
  if (amount < 0) throw std::invalid_argument("an amount is not negative");
  if (&from == &to) {
    const std::lock_guard lock(from.mutex);
    return from.balance >= amount;
  }
  const std::lock_guard alone(on_the_way);
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
  const std::lock_guard alone(on_the_way);
  const std::lock_guard first(a.mutex);
  const std::lock_guard second(b.mutex);
  return a.balance + b.balance;
}
