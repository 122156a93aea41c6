#pragma once

// Two jobs that each hand half of their work to the pool that they run in, and
// wait for it: one way that can end in a deadlock, and three that cannot. For
// interleave: the work itself is nothing.

#include <array>
#include <atomic>
#include <future>

#include "09-thread-pools/thread_pool.hpp"

namespace workbook {

inline int half() { return 1; }

// #region self-wait
inline void self_wait() {
  ThreadPool pool(2);
  const auto whole = [&] {  // a job that waits for another of the same pool
    std::future<int> other_half = pool.submit(half);
    return half() + other_half.get();
  };
  std::future<int> first = pool.submit(whole);
  std::future<int> second = pool.submit(whole);
  first.get();
  second.get();
}
// #endregion self-wait

// #region wait-outside
inline void wait_outside() {
  ThreadPool pool(2);
  std::array<std::future<int>, 4>
      halves;  // all that a job would have submitted
  for (std::future<int>& result : halves) result = pool.submit(half);
  for (std::future<int>& result : halves) result.get();
}
// #endregion wait-outside

// #region second-pool
inline void second_pool() {
  ThreadPool halves(1);  // its jobs wait for nobody
  ThreadPool pool(1);
  const auto whole = [&] {
    std::future<int> other_half = halves.submit(half);
    return half() + other_half.get();
  };
  std::future<int> first = pool.submit(whole);
  std::future<int> second = pool.submit(whole);
  first.get();
  second.get();
}
// #endregion second-pool

// #region what-comes-next
// Whoever brings the second half adds them up.
struct Whole {
  void add(int part) {
    sum += part;
    if (--missing == 0) result.set_value(sum);
  }

  std::atomic<int> sum = 0;
  std::atomic<int> missing = 2;
  std::promise<int> result;
};

inline void what_comes_next() {
  std::array<Whole, 2> wholes;
  ThreadPool pool(2);
  for (Whole& whole : wholes) {
    pool.submit([&] {
      pool.submit([&] { whole.add(half()); });
      whole.add(half());
    });
  }
  for (Whole& whole : wholes) whole.result.get_future().get();
}
// #endregion what-comes-next

}  // namespace workbook
