#include "14-green-threads/green_thread.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cfenv>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "14-green-threads/context.hpp"
#include "14-green-threads/stack.hpp"

using workbook::GreenThread;
using workbook::Stack;

namespace {

// Two stacks that go to and fro, and what happened.
template <typename Context>
struct Two {
  explicit Two(typename Context::Entry entry) : other(stack, entry, this) {}

  Stack stack;
  Context main;
  Context other;
  std::vector<std::string> happened;
};

// How a child process ends that does this.
template <typename Function>
int signal_that_ends(Function function) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGSEGV, SIG_DFL);
    function();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace

TEST_CASE_TEMPLATE("a switch goes to the other stack and back", Context,
                   workbook::Context, workbook::PortableContext) {
  using Both = Two<Context>;
  Both both([](void* self) {
    auto& two = *static_cast<Both*>(self);
    two.happened.emplace_back("other");
    two.other.switch_to(two.main);
    two.happened.emplace_back("other again");
    two.other.leave_for(two.main);
  });
  both.happened.emplace_back("main");
  both.main.switch_to(both.other);
  both.happened.emplace_back("main again");
  both.main.switch_to(both.other);
  CHECK(both.happened ==
        std::vector<std::string>{"main", "other", "main again", "other again"});
}

TEST_CASE_TEMPLATE("each stack keeps its local variables over many switches",
                   Context, workbook::Context, workbook::PortableContext) {
  struct Sums : Two<Context> {
    using Two<Context>::Two;
    double sum = 0;
  } both([](void* self) {
    auto& two = *static_cast<Sums*>(static_cast<Two<Context>*>(self));
    double sum = 0;
    long a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;
    for (;;) {
      sum += 0.5 * static_cast<double>(a + b + c + d + e + f);
      ++a, --b, ++c, --d, ++e, --f;
      two.sum = sum;
      two.other.switch_to(two.main);
    }
  });
  long count = 0;
  for (long i = 1; i <= 1000; ++i) {
    both.main.switch_to(both.other);
    count += i;
  }
  CHECK(count == 500'500);
  CHECK(both.sum == 1000 * 10.5);
}

TEST_CASE("below a stack lies memory that nobody may touch") {
  const Stack stack;
  CHECK(signal_that_ends([&] { *stack.begin() = std::byte{1}; }) == 0);
  CHECK(signal_that_ends([&] {
          volatile std::byte* below = stack.begin() - 1;
          *below = std::byte{1};
        }) == SIGSEGV);
}

TEST_CASE("a size is rounded up to whole pages and ends aligned") {
  const Stack stack(1);
  CHECK(stack.size() == static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)));
  CHECK(reinterpret_cast<std::uintptr_t>(stack.end()) % 16 == 0);
}

TEST_CASE("a green thread begins when it is resumed and stops in the middle") {
  std::vector<int> happened;
  GreenThread thread([&] {
    happened.push_back(2);
    GreenThread::suspend();
    happened.push_back(4);
  });
  happened.push_back(1);
  thread.resume();
  happened.push_back(3);
  CHECK_FALSE(thread.done());
  thread.resume();
  CHECK(thread.done());
  CHECK(happened == std::vector<int>{1, 2, 3, 4});
}

TEST_CASE("a green thread can stop deep inside other functions") {
  struct Deep {
    static void go(int depth) {
      if (depth == 0) return GreenThread::suspend();
      go(depth - 1);
    }
  };
  GreenThread thread([] { Deep::go(50); });
  thread.resume();
  CHECK_FALSE(thread.done());
  thread.resume();
  CHECK(thread.done());
}

TEST_CASE("exceptions are caught inside a green thread as anywhere") {
  std::string caught;
  GreenThread thread([&] {
    try {
      GreenThread::suspend();
      throw std::runtime_error("inside");
    } catch (const std::exception& error) {
      caught = error.what();
    }
  });
  thread.resume();
  thread.resume();
  CHECK(caught == "inside");
  CHECK(thread.error() == nullptr);
}

TEST_CASE("what escapes a green thread is its error") {
  GreenThread thread([] { throw std::runtime_error("escaped"); });
  thread.resume();
  CHECK(thread.done());
  REQUIRE(thread.error() != nullptr);
  CHECK_THROWS_WITH(std::rethrow_exception(thread.error()), "escaped");
}

// The C++ runtime keeps one list of handled exceptions for each OS thread.
TEST_CASE("two green threads that each handle an exception keep their own") {
  std::vector<std::string> rethrown;
  const auto handle = [&](const std::string& text) {
    return [&rethrown, text] {
      try {
        try {
          throw std::runtime_error(text);
        } catch (const std::exception&) {
          GreenThread::suspend();  // the other one handles its own meanwhile
          throw;
        }
      } catch (const std::exception& error) {
        rethrown.emplace_back(error.what());
      }
    };
  };
  GreenThread first(handle("first"));
  GreenThread second(handle("second"));
  first.resume();
  second.resume();
  CHECK(std::current_exception() == nullptr);
  first.resume();
  second.resume();
  CHECK(rethrown == std::vector<std::string>{"first", "second"});
}

TEST_CASE("one that is destroyed in the middle destroys what it holds") {
  const auto counted = std::make_shared<int>(0);
  bool went_on = false;
  {
    GreenThread thread([&went_on, counted] {
      const std::vector local = {counted};
      GreenThread::suspend();
      went_on = true;
    });
    thread.resume();
    CHECK(counted.use_count() == 3);
  }
  CHECK(counted.use_count() == 1);
  CHECK_FALSE(went_on);
}

TEST_CASE("one that was never resumed never begins") {
  const auto counted = std::make_shared<int>(0);
  bool began = false;
  {
    const GreenThread thread([&began, counted] { began = true; });
  }
  CHECK(counted.use_count() == 1);
  CHECK_FALSE(began);
}

TEST_CASE("a green thread can resume another one") {
  std::vector<int> happened;
  GreenThread outer([&] {
    CHECK(GreenThread::current() == &outer);
    GreenThread inner([&] {
      happened.push_back(1);
      GreenThread::suspend();
      happened.push_back(3);
      throw std::runtime_error("inner");
    });
    inner.resume();
    happened.push_back(2);
    GreenThread::suspend();
    inner.resume();
    CHECK(inner.error() != nullptr);
  });
  outer.resume();
  CHECK(GreenThread::current() == nullptr);
  outer.resume();
  CHECK(outer.done());
  CHECK(happened == std::vector<int>{1, 2, 3});
}

TEST_CASE("only a green thread can suspend") {
  CHECK_THROWS_AS(GreenThread::suspend(), std::logic_error);
}

TEST_CASE("each green thread has its own way to round") {
  GreenThread thread([] {
    std::fesetround(FE_UPWARD);
    GreenThread::suspend();
    CHECK(std::fegetround() == FE_UPWARD);
    std::fesetround(FE_TONEAREST);
  });
  thread.resume();
#if defined(__x86_64__)
  CHECK(std::fegetround() == FE_TONEAREST);
#endif
  std::fesetround(FE_TONEAREST);
  thread.resume();
}
