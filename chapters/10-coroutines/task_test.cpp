#include <doctest/doctest.h>

#include <concepts>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "10-coroutines/counted.hpp"
#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"
#include "10-coroutines/when_all.hpp"
#include "workbook/sanitized.hpp"

using workbook::Counted;
using workbook::EventLoop;
using workbook::Task;
using workbook::when_all;

namespace {

Task<int> answer() { co_return 42; }

Task<int> marks(bool& has_begun) {
  has_begun = true;
  co_return 1;
}

Task<> fails() {
  throw std::runtime_error("out of paper");
  co_return;
}

Task<std::string> catches() {
  try {
    co_await fails();
  } catch (const std::runtime_error& error) {
    co_return error.what();
  }
  co_return "nothing was thrown";
}

Task<std::unique_ptr<int>> movable_only(std::unique_ptr<int> value) {
  co_return value;
}

Task<Counted> with_variables(EventLoop& loop, Counted parameter) {
  const Counted variable(*parameter.alive);
  co_await loop.yield();
  co_return variable;
}

Task<int> awaits_another(EventLoop& loop, Counted parameter) {
  const Counted variable(*parameter.alive);
  const Counted result = co_await with_variables(loop, variable);
  co_return *result.alive;
}

Task<long> awaits_in_a_row(long count) {
  long sum = 0;
  for (long i = 0; i < count; ++i) sum += co_await answer();
  co_return sum;
}

Task<long> nested(long depth) {
  if (depth == 0) co_return 0;
  co_return 1 + co_await nested(depth - 1);
}

// g++ makes no tail calls under a sanitizer, and clang's stacks are larger then
constexpr long many = workbook::sanitized ? 1'000 : 1'000'000;

}  // namespace

static_assert(!std::copyable<Task<int>>);
static_assert(std::movable<Task<int>>);

TEST_CASE("a task does not begin before it is awaited") {
  bool has_begun = false;
  Task<int> task = marks(has_begun);
  CHECK_FALSE(has_begun);
  EventLoop().run(std::move(task));
  CHECK(has_begun);
}

TEST_CASE("a task that is never awaited destroys its parameters") {
  int alive = 0;
  {
    EventLoop loop;
    const Task<Counted> task = with_variables(loop, Counted(alive));
    CHECK(alive == 1);
  }
  CHECK(alive == 0);
}

TEST_CASE("what a task returns goes to whoever awaits it") {
  CHECK(EventLoop().run(answer()) == 42);
}

TEST_CASE("what a task throws goes to whoever awaits it") {
  CHECK(EventLoop().run(catches()) == "out of paper");
  CHECK_THROWS_WITH(EventLoop().run(fails()), "out of paper");
}

TEST_CASE("a task returns what can only be moved") {
  CHECK(*EventLoop().run(movable_only(std::make_unique<int>(7))) == 7);
}

TEST_CASE("nothing is left of tasks that have ended") {
  int alive = 0;
  EventLoop loop;
  loop.run(awaits_another(loop, Counted(alive)));
  CHECK(alive == 0);
}

TEST_CASE("destroying a task that waits destroys all variables it waits with") {
  int alive = 0;
  EventLoop loop;
  {
    Task<int> task = awaits_another(loop, Counted(alive));
    task.start();
    CHECK(alive >= 4);  // g++ keeps the argument of a call, too
  }
  CHECK(alive == 0);
  CHECK(loop.run(answer()) == 42);  // and the loop has forgotten it
}

TEST_CASE("a parameter lives as long as the task and a variable to its end") {
  int alive = 0;
  EventLoop loop;
  const auto has_both = [](Counted parameter) -> Task<int> {
    const Counted variable(*parameter.alive);
    co_return *variable.alive;
  };
  Task<int> task = has_both(Counted(alive));
  task.start();
  CHECK(task.is_done());
  CHECK(alive == 1);
  task = Task<int>();
  CHECK(alive == 0);
}

TEST_CASE("a million awaits in a row do not fill the stack") {
  CHECK(EventLoop().run(awaits_in_a_row(many)) == 42 * many);
}

TEST_CASE("a million tasks that await each other do not fill the stack") {
  CHECK(EventLoop().run(nested(many)) == many);
}

namespace {

Task<int> after_turns(EventLoop& loop, int turns, std::vector<int>& order) {
  for (int i = 0; i < turns; ++i) co_await loop.yield();
  order.push_back(turns);
  co_return 10 * turns;
}

Task<> fails_after(EventLoop& loop, int turns, int& ended) {
  for (int i = 0; i < turns; ++i) co_await loop.yield();
  ++ended;
  if (turns != 3) throw std::runtime_error(std::to_string(turns) + " turns");
}

template <typename T, typename... Tasks>
std::vector<Task<T>> list(Task<T> first, Tasks... others) {
  std::vector<Task<T>> tasks;
  tasks.push_back(std::move(first));
  (tasks.push_back(std::move(others)), ...);
  return tasks;
}

}  // namespace

TEST_CASE("when_all runs all at once and returns results in their order") {
  EventLoop loop;
  std::vector<int> order;
  auto all =
      when_all(list(after_turns(loop, 2, order), after_turns(loop, 0, order),
                    after_turns(loop, 1, order)));
  CHECK(loop.run(std::move(all)) == std::vector<int>{20, 0, 10});
  CHECK(order == std::vector<int>{0, 1, 2});
}

TEST_CASE("when_all of nothing and of those that never wait is done at once") {
  EventLoop loop;
  std::vector<int> order;
  CHECK(loop.run(when_all(std::vector<Task<int>>())).empty());
  CHECK(loop.run(when_all(list(answer(), answer()))) ==
        std::vector<int>{42, 42});
  loop.run(when_all(std::vector<Task<>>()));
}

TEST_CASE("when_all throws the first error in order after all have ended") {
  EventLoop loop;
  int ended = 0;
  CHECK_THROWS_WITH(loop.run(when_all(list(fails_after(loop, 3, ended),
                                           fails_after(loop, 5, ended),
                                           fails_after(loop, 0, ended)))),
                    "5 turns");
  CHECK(ended == 3);
}

TEST_CASE("cancelling when_all cancels those it waits for") {
  int alive = 0;
  EventLoop loop;
  {
    auto all = when_all(list(awaits_another(loop, Counted(alive)),
                             awaits_another(loop, Counted(alive))));
    all.start();
    CHECK(alive > 0);
  }
  CHECK(alive == 0);
}
