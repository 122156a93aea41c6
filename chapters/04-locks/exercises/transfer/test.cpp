#include <doctest/doctest.h>

#include <mutex>
#include <stdexcept>
#include <thread>

#include "interleave/doctest.hpp"
#include "transfer.hpp"
#include "workbook/thread_probe.hpp"

namespace {

// An account with some money in it.
struct With : Account {
  explicit With(long money) { balance = money; }
};

// The caller holds both mutexes.
long money_in(const Account& a, const Account& b) {
  return a.balance + b.balance;
}

// Whether a transfer between the two sleeps while somebody has `busy` locked.
bool transfer_sleeps(Account& from, Account& to, Account& busy) {
  std::unique_lock lock(busy.mutex);
  const workbook::ProbedCall call([&] { transfer(from, to, 1); });
  const bool slept = call.sleeps();
  lock.unlock();
  return slept;
}

}  // namespace

TEST_CASE("one thread: money moves as far as there is any") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(0);
    CHECK(transfer(a, b, 7));
    CHECK_FALSE(transfer(a, b, 4));
    CHECK(transfer(a, b, 3));
    CHECK(transfer(a, b, 0));
    CHECK(a.balance == 0);
    CHECK(b.balance == 10);
    CHECK(total(a, b) == 10);
  });
}

TEST_CASE("a negative amount is refused and both accounts stay usable") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(10);
    std::thread other(
        [&] { CHECK_THROWS_AS(transfer(a, b, -1), std::invalid_argument); });
    CHECK(transfer(b, a, 1));
    other.join();
    CHECK(total(a, b) == 20);
  });
}

TEST_CASE("a transfer from an account to itself finishes") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    CHECK(transfer(a, a, 7));
    CHECK_FALSE(transfer(a, a, 11));
    CHECK_THROWS_AS(transfer(a, a, -1), std::invalid_argument);
    CHECK(a.balance == 10);
    CHECK(total(a, a) == 10);
  });
}

TEST_CASE("two transfers in opposite directions both finish") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(10);
    std::thread other([&] { CHECK(transfer(b, a, 4)); });
    CHECK(transfer(a, b, 3));
    other.join();
    CHECK(a.balance == 11);
    CHECK(b.balance == 9);
  });
}

TEST_CASE("two totals in opposite directions both finish") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(10);
    std::thread other([&] { CHECK(total(b, a) == 20); });
    CHECK(total(a, b) == 20);
    other.join();
  });
}

TEST_CASE("transfers around in a circle all finish") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(10);
    With c(10);
    std::thread second([&] { CHECK(transfer(b, c, 1)); });
    std::thread third([&] { CHECK(transfer(c, a, 1)); });
    CHECK(transfer(a, b, 1));
    second.join();
    third.join();
    CHECK(a.balance + b.balance + c.balance == 30);
  });
}

TEST_CASE("two who both want the last money: one of them gets it") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(0);
    bool others = false;
    std::thread other([&] { others = transfer(a, b, 10); });
    const bool mine = transfer(a, b, 10);
    other.join();
    CHECK(mine != others);
    CHECK(a.balance == 0);
    CHECK(b.balance == 10);
  });
}

TEST_CASE("total never sees money that is in neither account") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(10);
    std::thread other([&] { transfer(a, b, 3); });
    CHECK(total(b, a) == 20);
    other.join();
  });
}

TEST_CASE("who holds both mutexes sees no money missing") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(10);
    std::thread other([&] { transfer(a, b, 3); });
    {
      const std::scoped_lock both(a.mutex, b.mutex);
      CHECK(money_in(a, b) == 20);
    }
    other.join();
  });
}

TEST_CASE("a transfer from an account to itself looks under the lock") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(10);
    std::thread other([&] {
      CHECK(transfer(a, a, 7));
      CHECK(total(a, a) >= 7);
    });
    CHECK(transfer(a, b, 3));
    other.join();
  });
}

TEST_CASE("transfers between different accounts do not wait for each other") {
  CHECK_INTERLEAVINGS([] {
    With a(10);
    With b(10);
    With c(10);
    With d(10);
    std::unique_lock b_is_busy(b.mutex);
    std::thread waits([&] { CHECK(transfer(a, b, 1)); });
    CHECK(transfer(c, d, 1));
    b_is_busy.unlock();
    waits.join();
  });
}

TEST_CASE("while an account is busy a transfer sleeps") {
  With a(10);
  With b(10);
  CHECK(transfer_sleeps(a, b, a));
  CHECK(transfer_sleeps(a, b, b));
}
