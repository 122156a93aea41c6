#pragma once

#include <mutex>
#include <stdexcept>

struct Account {
  std::mutex mutex;
  long balance = 0;  // guarded by mutex
};

// Moves `amount` from one account to the other. Returns false, and moves
// nothing, when there is too little. Throws std::invalid_argument for a
// negative amount.
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

// What is in both accounts together, at one moment.
inline long total(Account& a, Account& b) {
  if (&a == &b) {
    const std::lock_guard lock(a.mutex);
    return a.balance;
  }
  const std::scoped_lock both(a.mutex, b.mutex);
  return a.balance + b.balance;
}
