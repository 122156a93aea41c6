#include "run_each.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <exception>
#include <functional>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Tasks = std::vector<std::function<void()>>;

// An exception with something in it.
struct NoAnswer : std::runtime_error {
  explicit NoAnswer(int status_code)
      : std::runtime_error("no answer"), status(status_code) {}
  int status;
};

// "NoAnswer 503", "an int 42", "nothing"
std::string text(const std::exception_ptr& error) {
  if (!error) return "nothing";
  try {
    std::rethrow_exception(error);
  } catch (const NoAnswer& no_answer) {
    return "NoAnswer " + std::to_string(no_answer.status);
  } catch (const std::exception& exception) {
    return std::string("an exception that says ") + exception.what();
  } catch (int number) {
    return "an int " + std::to_string(number);
  }
}

}  // namespace

TEST_CASE("a task that throws has its exception at its index") {
  const auto errors = run_each({[] {}, [] { throw NoAnswer(503); }, [] {}});
  REQUIRE(errors.size() == 3);
  CHECK(text(errors[0]) == "nothing");
  CHECK(text(errors[1]) == "NoAnswer 503");
  CHECK(text(errors[2]) == "nothing");
}

TEST_CASE("every exception comes back and not only the first") {
  const auto errors = run_each({[] { throw NoAnswer(500); },
                                [] { throw std::logic_error("a bug"); },
                                [] { throw NoAnswer(404); }});
  REQUIRE(errors.size() == 3);
  CHECK(text(errors[0]) == "NoAnswer 500");
  CHECK(text(errors[1]) == "an exception that says a bug");
  CHECK(text(errors[2]) == "NoAnswer 404");
}

TEST_CASE("also what is no std::exception comes back") {
  const auto errors = run_each({[] { throw 42; }});
  REQUIRE(errors.size() == 1);
  CHECK(text(errors[0]) == "an int 42");
}

TEST_CASE("no tasks have no exceptions") { CHECK(run_each({}).empty()); }

// Nobody gets through the latch alone; the one that throws is among them.
TEST_CASE("all tasks run at the same time") {
  constexpr int count = 10;
  std::latch all(count);
  const auto errors = run_each(Tasks(count, [&] {
    all.arrive_and_wait();
    throw NoAnswer(503);
  }));
  CHECK(errors.size() == count);
}

// The first task has thrown, and is done with it, before the others go on.
TEST_CASE("one that throws keeps no other from its end") {
  std::latch thrown(1);
  std::atomic<int> ended = 0;
  struct Last {  // destroyed on the way out of the task
    std::latch& thrown;
    ~Last() { thrown.count_down(); }
  };
  Tasks tasks = {[&] {
    const Last last{thrown};
    throw NoAnswer(503);
  }};
  for (int i = 0; i < 5; ++i) {
    tasks.emplace_back([&] {
      thrown.wait();
      ++ended;
    });
  }
  const auto errors = run_each(tasks);
  CHECK(ended == 5);
  CHECK(text(errors.at(0)) == "NoAnswer 503");
}
