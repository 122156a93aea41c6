// Rejected: race "who holds both mutexes sees no money missing"
//
// Tempting: one lock cannot be taken in the wrong order.
//
// Wrong: the balance is guarded by the mutex of its account: that is what its
// comment says, and what others rely on. A lock keeps out only those who take
// the same one. And all transfers of the bank now wait for each other.
#pragma once

#include <mutex>
#include <stdexcept>

struct Account {
  std::mutex mutex;
  long balance = 0;  // guarded by mutex
};

inline std::mutex bank;

inline bool transfer(Account& from, Account& to, long amount) {
  if (amount < 0) throw std::invalid_argument("an amount is not negative");
  const std::lock_guard lock(bank);
  if (from.balance < amount) return false;
  from.balance -= amount;
  to.balance += amount;
  return true;
}

inline long total(Account& a, Account& b) {
  const std::lock_guard lock(bank);
  return &a == &b ? a.balance : a.balance + b.balance;
}
