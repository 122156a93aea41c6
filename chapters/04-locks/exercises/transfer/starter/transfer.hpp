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
// TODO: two transfers in opposite directions wait for each other.
inline bool transfer(Account& from, Account& to, long amount) {
  if (amount < 0) throw std::invalid_argument("an amount is not negative");
  const std::lock_guard first(from.mutex);
  const std::lock_guard second(to.mutex);
  if (from.balance < amount) return false;
  from.balance -= amount;
  to.balance += amount;
  return true;
}

// What is in both accounts together, at one moment.
// TODO: so does this.
inline long total(Account& a, Account& b) {
  const std::lock_guard first(a.mutex);
  const std::lock_guard second(b.mutex);
  return a.balance + b.balance;
}
