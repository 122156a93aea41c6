#include "14-green-threads/switch_cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <semaphore>
#include <string>
#include <thread>

#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"
#include "14-green-threads/context.hpp"
#include "14-green-threads/green_loop.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

constexpr long usual_rounds = 200'000;  // there and back
constexpr long most_rounds = 100'000'000;

void show(const std::string& key, const std::string& what, double seconds,
          long switches) {
  const double ns = seconds * 1e9 / static_cast<double>(switches);
  fmt::print("{:<46} {:>8} ns\n", what,
             figure(key, fmt::format("{:.{}f}", ns, ns < 20 ? 1 : 0)));
}

// #region ping-pong
template <typename Context>
struct PingPong {
  static void pong(void* self) {
    auto& both = *static_cast<PingPong*>(self);
    for (;;) both.other.switch_to(both.main);
  }

  Stack stack;
  Context main;
  Context other{stack, pong, this};
};

template <typename Context>
double switch_contexts(long rounds) {
  PingPong<Context> both;
  const Stopwatch stopwatch;
  for (long i = 0; i < rounds; ++i) both.main.switch_to(both.other);
  return stopwatch.seconds();
}
// #endregion ping-pong

double switch_green_threads(long rounds) {
  GreenLoop loop;
  double seconds = 0;
  loop.run([&] {
    Green<void> other = loop.spawn([&] {
      for (long i = 0; i < rounds; ++i) loop.yield();
    });
    const Stopwatch stopwatch;
    for (long i = 0; i < rounds; ++i) loop.yield();
    other.join();
    seconds = stopwatch.seconds();
  });
  return seconds;
}

Task<> yield_again_and_again(EventLoop& loop, long rounds) {
  for (long i = 0; i < rounds; ++i) co_await loop.yield();
}

double switch_coroutines(long rounds) {
  EventLoop loop;
  const Stopwatch stopwatch;
  loop.spawn(yield_again_and_again(loop, rounds));
  loop.run(yield_again_and_again(loop, rounds));
  return stopwatch.seconds();
}

double switch_threads(long rounds) {
  std::binary_semaphore ping(0);
  std::binary_semaphore pong(0);
  std::jthread other([&] {
    for (long i = 0; i < rounds; ++i) {
      ping.acquire();
      pong.release();
    }
  });
  const Stopwatch stopwatch;
  for (long i = 0; i < rounds; ++i) {
    ping.release();
    pong.acquire();
  }
  return stopwatch.seconds();
}

}  // namespace

void switch_section(const Arguments& arguments) {
  const long rounds =
      arguments.empty()
          ? usual_rounds
          : to_number(arguments[0], "the number of rounds", 1, most_rounds);
  const long thread_rounds = std::max(rounds / 100, 1L);  // they are slow
  fmt::print("one switch, from one to another\n");
  show("context", "stacks, registers exchanged by hand",
       switch_contexts<Context>(rounds), 2 * rounds);
  show("portable", "stacks, registers exchanged by swapcontext",
       switch_contexts<PortableContext>(rounds), 2 * rounds);
  show("green", "yield of a green thread, through its loop",
       switch_green_threads(rounds), 2 * rounds);
  show("coroutine", "yield of a coroutine, through chapter 10's loop",
       switch_coroutines(rounds), 2 * rounds);
  show("thread", "OS threads that wake each other",
       switch_threads(thread_rounds), 2 * thread_rounds);
}

}  // namespace workbook
