#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

// What queues are measured with: 64-bit items, as many as can be passed. A
// Queue has push(item), pop(), and a constructor that takes its capacity.
namespace workbook {

constexpr std::size_t measured_capacity = 128;  // items

// Threads that share the work of `items` calls of a function.
template <typename Function>
std::vector<std::jthread> share(int threads, long items,
                                std::atomic<long>& begun, Function function) {
  std::vector<std::jthread> all;
  for (int i = 0; i < threads; ++i) {
    all.emplace_back([&begun, items, function] {
      while (begun++ < items) function();
    });
  }
  return all;
}

// `threads` producers and as many consumers pass `items` items, all together.
template <typename Queue>
void pass(int threads, long items) {
  Queue queue(measured_capacity);
  std::vector<std::jthread> all;
  for (int i = 0; i < threads; ++i) {
    all.emplace_back([&queue, count = items / threads] {
      for (long n = 0; n < count; ++n)
        queue.push(static_cast<std::uint64_t>(n));
    });
    all.emplace_back([&queue, count = items / threads] {
      for (long n = 0; n < count; ++n) queue.pop();
    });
  }
}

// A pipeline of three stages, with three, four and five workers, that do
// nothing but pass on.
template <typename Queue>
void pass_stages(long items) {
  Queue first(measured_capacity);
  Queue second(measured_capacity);
  Queue third(measured_capacity);
  Queue last(measured_capacity);
  std::array<std::atomic<long>, 3> begun{};
  const auto threes =
      share(3, items, begun[0], [&] { second.push(first.pop()); });
  const auto fours =
      share(4, items, begun[1], [&] { third.push(second.pop()); });
  const auto fives = share(5, items, begun[2], [&] { last.push(third.pop()); });
  const std::jthread source([&] {
    for (long n = 0; n < items; ++n) first.push(static_cast<std::uint64_t>(n));
  });
  for (long n = 0; n < items; ++n) last.pop();
}

}  // namespace workbook
