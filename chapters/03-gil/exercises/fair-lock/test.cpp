#include "fair_lock.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include "interleave/doctest.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"

using namespace std::chrono_literals;

namespace {

// Returns when `count` threads wait for the lock.
void until_waiting(const FairLock& lock, int count) {
  while (lock.waiting() < count) std::this_thread::yield();
}

}  // namespace

TEST_CASE("a free lock can be taken again and again") {
  CHECK_INTERLEAVINGS([] {
    FairLock lock;
    CHECK(lock.waiting() == 0);
    for (int i = 0; i < 3; ++i) {
      lock.lock();
      CHECK(lock.waiting() == 0);
      lock.unlock();
      CHECK(lock.waiting() == 0);
    }
  });
}

// `count` is a plain number: two threads that use it at once are a data race.
TEST_CASE("one thread at a time has the lock") {
  CHECK_INTERLEAVINGS([] {
    FairLock lock;
    int count = 0;
    const auto work = [&] {
      const std::lock_guard guard(lock);
      ++count;
    };
    std::thread one(work);
    std::thread two(work);
    work();
    one.join();
    two.join();
    CHECK(count == 3);
  });
}

// The holder gives the lock up and wants it again at once. Time goes on only
// when all threads wait for it: who is woken needs none, and who looks again
// after a while is found out.
TEST_CASE("whoever waits is next") {
  CHECK_INTERLEAVINGS([] {
    const workbook::Stopwatch stopwatch;
    FairLock lock;
    std::string turns = "holder";  // guarded by lock
    lock.lock();
    std::thread other([&] {
      const std::lock_guard guard(lock);
      turns += " other";
    });
    until_waiting(lock, 1);
    lock.unlock();
    lock.lock();
    turns += " holder";
    lock.unlock();
    other.join();
    CHECK(turns == "holder other holder");
    if (workbook::exploring()) {
      CHECK_MESSAGE(stopwatch.elapsed() < 10ms, "a thread napped: it polls");
    }
  });
}

// Two threads want the lock again and again, the third wants it once.
TEST_CASE("while a thread waits nobody else has two turns") {
  CHECK_INTERLEAVINGS([] {
    FairLock lock;
    std::string turns;  // guarded by lock
    lock.lock();
    std::thread busy([&] {
      for (int i = 0; i < 2; ++i) {
        const std::lock_guard guard(lock);
        turns += " busy";
      }
    });
    until_waiting(lock, 1);
    std::thread third([&] {
      const std::lock_guard guard(lock);
      turns += " third";
    });
    until_waiting(lock, 2);
    lock.unlock();
    lock.lock();
    turns += " holder";
    lock.unlock();
    busy.join();
    third.join();
    CHECK_MESSAGE(turns.starts_with(" busy third"), "turns:", turns);
    CHECK(lock.waiting() == 0);
  });
}

TEST_CASE("waiting counts right whenever it is asked") {
  CHECK_INTERLEAVINGS([] {
    FairLock lock;
    std::thread other([&] { const std::lock_guard guard(lock); });
    {
      const std::lock_guard guard(lock);
      const int waiting = lock.waiting();
      CHECK(waiting >= 0);
      CHECK(waiting <= 1);
    }
    other.join();
    CHECK(lock.waiting() == 0);
  });
}

TEST_CASE("nobody polls: a thread that waits sleeps") {
  FairLock lock;
  lock.lock();
  const workbook::ProbedCall other([&] { const std::lock_guard guard(lock); });
  CHECK_MESSAGE(other.sleeps(), "it woke up though nobody called it: it polls");
  lock.unlock();
}
