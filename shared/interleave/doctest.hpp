#pragma once

// explore() in doctest tests: a CHECK or REQUIRE that fails in the body is a
// failure of the schedule.
//
//   TEST_CASE("push and pop never lose an item") {
//     CHECK_INTERLEAVINGS([] {
//       Queue queue;
//       std::thread producer([&] { queue.push(1); });
//       CHECK(queue.pop() == 1);
//       producer.join();
//     });
//   }
//   TEST_CASE("an unlocked counter is a data race") {
//     CHECK_INTERLEAVINGS_FIND(workbook::Outcome::data_race, unlocked);
//   }
//
// Where interleave cannot be (under a sanitizer, on other processors than
// x86-64), the first runs the body a few times with real threads, and the
// second only says that it found nothing.

#include <doctest/doctest.h>

#include <concepts>
#include <functional>

#include "interleave/interleave.hpp"

namespace workbook::interleave {

// A body as tests give it. A lambda without a capture is a plain function: a
// std::function of each lambda would take its time to compile.
class Body {
 public:
  template <typename F>
    requires std::invocable<F&>
  Body(const F& body) {
    if constexpr (std::convertible_to<F, void (*)()>)
      set(body);
    else
      function_ = body;
  }

  const std::function<void()>& function() const { return function_; }

 private:
  void set(void (*body)());

  std::function<void()> function_;
};

// What CHECK_INTERLEAVINGS becomes. The body is an argument of this function
// rather than of a macro, whose lines would all be one line in a schedule.
class InterleavingsCheck {
 public:
  InterleavingsCheck(const char* file, int line) : file_(file), line_(line) {}

  void operator()(const Body& body, const ExploreOptions& options = {}) const;

 private:
  const char* file_;
  int line_;
};

// The same for CHECK_INTERLEAVINGS_FIND.
class InterleavingsFind {
 public:
  InterleavingsFind(const char* file, int line) : file_(file), line_(line) {}

  void operator()(Outcome expected, const Body& body,
                  const ExploreOptions& options = {}) const;

 private:
  const char* file_;
  int line_;
};

}  // namespace workbook::interleave

// CHECK_INTERLEAVINGS(body) or (body, options): explores the body and fails
// with the schedule if there is one that fails, or if the schedules were too
// many to run all.
#define CHECK_INTERLEAVINGS \
  workbook::interleave::InterleavingsCheck(__FILE__, __LINE__)

// CHECK_INTERLEAVINGS_FIND(expected, body) or (expected, body, options):
// explores the body and fails unless what it finds is `expected`.
#define CHECK_INTERLEAVINGS_FIND \
  workbook::interleave::InterleavingsFind(__FILE__, __LINE__)
