#pragma once

#include <cstddef>
#include <latch>
#include <thread>
#include <vector>

#include "04-locks/counters.hpp"

namespace workbook {

// Runs `sensors` threads that each call `counter.add_one()` `readings` times.
// They begin together, when all of them have been started, and have ended when
// it returns.
template <typename Counter>
void count_readings(Counter& counter, int sensors, long readings);

// The same without anything shared: each sensor counts for itself. Returns the
// sum.
long count_apart(int sensors, long readings);

// #region count-readings
template <typename Counter>
void count_readings(Counter& counter, int sensors, long readings) {
  std::latch start(sensors);
  std::vector<std::jthread> threads;
  for (int i = 0; i < sensors; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (long reading = 0; reading < readings; ++reading) counter.add_one();
    });
  }
}  // here the threads are joined
// #endregion count-readings

// #region count-apart
inline long count_apart(int sensors, long readings) {
  struct alignas(64) Own {  // on a cache line of its own
    SteppedCounter counter;
  };
  std::vector<Own> own(static_cast<std::size_t>(sensors));
  {
    std::vector<std::jthread> threads;
    for (Own& mine : own) {
      threads.emplace_back([&mine, readings] {
        for (long i = 0; i < readings; ++i) mine.counter.add_one();
      });
    }
  }
  long sum = 0;
  for (const Own& each : own) sum += each.counter.value();
  return sum;
}
// #endregion count-apart

}  // namespace workbook
