#include "fixture.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "workbook/thread_probe.hpp"

namespace fixture {
namespace {

void check(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::exception& thrown) {
    FAIL_CHECK("run_in_pool threw: ", thrown.what());
  } catch (...) {
    FAIL_CHECK("run_in_pool threw what is no std::exception");
  }
}

}  // namespace

Place::Place()
    : here(std::this_thread::get_id()),
      loop_thread(workbook::this_thread_id()),
      pool(2) {}

bool Place::is_here() const { return std::this_thread::get_id() == here; }

bool Place::is_in_the_pool() {
  return pool.get_executor().running_in_this_thread();
}

void Place::begin(asio::awaitable<void> coroutine) {
  asio::co_spawn(loop, std::move(coroutine), check);
}

void Place::run(asio::awaitable<void> coroutine) {
  begin(std::move(coroutine));
  loop.run();
  pool.join();
}

}  // namespace fixture
