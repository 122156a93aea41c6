// Rejected: race "two who both want the last money: one of them gets it"
//
// Tempting: who has too little need not wait for any lock.
//
// Wrong: the balance is read while another thread may write it. And what was
// enough before the lock may be gone behind it.
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
  if (from.balance < amount) return false;
  const std::scoped_lock both(from.mutex, to.mutex);
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
