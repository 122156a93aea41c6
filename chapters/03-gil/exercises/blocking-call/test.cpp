#include <doctest/doctest.h>

#include <cerrno>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

#include "03-gil/gil.hpp"
#include "03-gil/gil_guards.hpp"

// A rule of this exercise: an answer that uses ReleaseGil does not compile.
#define ReleaseGil ReleaseGil_is_what_this_exercise_builds
#include "blocking.hpp"
#undef ReleaseGil

using workbook::Gil;
using workbook::GilEvent;

namespace {

// A thread that has a lock, and what it does with it: "take drop take ". When
// it takes the lock, errno becomes EAGAIN.
struct Holder {
  std::string events;
  bool has_it = false;
  Gil gil{{.on_event = [this](GilEvent event) {
    if (std::this_thread::get_id() != thread) return;
    has_it = event == GilEvent::take;
    events += has_it ? "take " : "drop ";
    if (has_it) errno = EAGAIN;
  }}};
  const std::thread::id thread = std::this_thread::get_id();

  Holder() { gil.take(); }
};

}  // namespace

TEST_CASE("it returns what the call returns") {
  Holder holder;
  CHECK(blocking(holder.gil, [] { return 42L; }) == 42);
  CHECK(blocking(holder.gil, [] { return -1L; }) == -1);
}

TEST_CASE("during the call the lock is free for other threads") {
  Holder holder;
  int calls = 0;
  blocking(holder.gil, [&] {
    ++calls;
    CHECK_FALSE_MESSAGE(holder.has_it, "the call was made with the lock held");
    if (holder.has_it) return 0L;  // the other thread would wait for ever
    std::thread other([&] { const workbook::HoldGil hold(&holder.gil); });
    other.join();
    return 0L;
  });
  CHECK(calls == 1);
}

TEST_CASE("afterwards the caller has the lock again") {
  Holder holder;
  blocking(holder.gil, [] { return 0L; });
  CHECK(holder.has_it);
}

TEST_CASE("also when the call throws, and the exception goes on") {
  Holder holder;
  CHECK_THROWS_WITH_AS(
      blocking(holder.gil,
               []() -> long { throw std::runtime_error("connection lost"); }),
      "connection lost", std::runtime_error);
  CHECK(holder.has_it);
}

TEST_CASE("also when what it throws is no std::exception") {
  Holder holder;
  CHECK_THROWS_AS(blocking(holder.gil, []() -> long { throw 7; }), int);
  CHECK(holder.has_it);
}

TEST_CASE("the lock is dropped once and taken once") {
  Holder holder;
  blocking(holder.gil, [] { return 0L; });
  CHECK(holder.events == "take drop take ");
}

TEST_CASE("errno is what the call left there") {
  Holder holder;
  errno = 0;
  const long result = blocking(holder.gil, [] {
    errno = ECONNRESET;
    return -1L;
  });
  const int error = errno;
  CHECK(result == -1);
  CHECK(error == ECONNRESET);
}

TEST_CASE("errno is what the call left there whatever it returns") {
  Holder holder;
  errno = 0;
  blocking(holder.gil, [] {
    errno = ECONNRESET;
    return 0L;
  });
  const int error = errno;
  CHECK(error == ECONNRESET);
}

TEST_CASE("errno is what the call left there also when it throws") {
  Holder holder;
  errno = 0;
  int error = 0;
  try {
    blocking(holder.gil, []() -> long {
      errno = ECONNRESET;
      throw 7;
    });
  } catch (int) {
    error = errno;
  }
  CHECK(error == ECONNRESET);
}
