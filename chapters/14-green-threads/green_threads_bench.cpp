// What a switch from one flow of control to another costs, beside its peers.
// Each iteration is a switch there and one back, so that a switch takes half of
// the time shown; items per second are switches.
//
//   context         registers exchanged by hand (Context)
//   portable        swapcontext (PortableContext)
//   boost_fiber     boost::context::fiber, where it is installed
//   green_yield     yield of a green thread, through GreenLoop
//   task_yield      yield of a coroutine, through chapter 10's EventLoop
//   os_threads      two OS threads that wake each other

#include <benchmark/benchmark.h>

#include <semaphore>
#include <thread>
#include <utility>

#if defined(WORKBOOK_BOOST)
#include <boost/context/fiber.hpp>
#endif

#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"
#include "14-green-threads/context.hpp"
#include "14-green-threads/green_loop.hpp"

namespace {

void count_switches(benchmark::State& state) {
  state.SetItemsProcessed(2 * state.iterations());
}

template <typename Context>
struct PingPong {
  static void pong(void* self) {
    auto& both = *static_cast<PingPong*>(self);
    for (;;) both.other.switch_to(both.main);
  }

  workbook::Stack stack;
  Context main;
  Context other{stack, pong, this};
};

template <typename Context>
void contexts(benchmark::State& state) {
  PingPong<Context> both;
  for (auto _ : state) both.main.switch_to(both.other);
  count_switches(state);
}
BENCHMARK(contexts<workbook::Context>)->Name("context");
BENCHMARK(contexts<workbook::PortableContext>)->Name("portable");

#if defined(WORKBOOK_BOOST)
void boost_fiber(benchmark::State& state) {
  using boost::context::fiber;
  fiber other([](fiber&& main) {
    for (;;) main = std::move(main).resume();
    return std::move(main);
  });
  for (auto _ : state) other = std::move(other).resume();
  count_switches(state);
}
BENCHMARK(boost_fiber);
#endif

void green_yield(benchmark::State& state) {
  workbook::GreenLoop loop;
  loop.run([&] {
    loop.spawn([&] {
      for (;;) loop.yield();
    });
    for (auto _ : state) loop.yield();
  });
  count_switches(state);
}
BENCHMARK(green_yield);

workbook::Task<> yield_for_ever(workbook::EventLoop& loop) {
  for (;;) co_await loop.yield();
}

workbook::Task<> yield_measured(workbook::EventLoop& loop,
                                benchmark::State& state) {
  for (auto _ : state) co_await loop.yield();
}

void task_yield(benchmark::State& state) {
  workbook::EventLoop loop;
  loop.spawn(yield_for_ever(loop));
  loop.run(yield_measured(loop, state));
  count_switches(state);
}
BENCHMARK(task_yield);

void os_threads(benchmark::State& state) {
  std::binary_semaphore ping(0);
  std::binary_semaphore pong(0);
  std::jthread other([&](const std::stop_token& stop) {
    for (;;) {
      ping.acquire();
      if (stop.stop_requested()) return;
      pong.release();
    }
  });
  for (auto _ : state) {
    ping.release();
    pong.acquire();
  }
  other.request_stop();
  ping.release();
  count_switches(state);
}
BENCHMARK(os_threads)->UseRealTime();

}  // namespace
