// ClosableQueue beside its peers: 64-bit items, capacity 128, items per second.
//
//   one_to_one        one producer, one consumer
//   four_to_four      four producers, four consumers
//   stages_of_3_4_5   a pipeline of three stages with 3, 4 and 5 workers

#include <benchmark/benchmark.h>

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "05-queues/bounded_queue.hpp"
#include "05-queues/closable_queue.hpp"
#include "05-queues/passing.hpp"

#ifdef WORKBOOK_BOOST
#define BOOST_THREAD_VERSION 4
#include <boost/thread/sync_bounded_queue.hpp>
#endif
#ifdef WORKBOOK_TBB
#include <tbb/concurrent_queue.h>
#endif

namespace {

using Item = std::uint64_t;

class Closable {
 public:
  explicit Closable(std::size_t capacity) : queue_(capacity) {}
  void push(Item item) { queue_.push(item); }
  Item pop() { return *queue_.pop(); }

 private:
  workbook::ClosableQueue<Item> queue_;
};

using Textbook = workbook::BoundedQueue<Item>;

// The textbook's queue in the other common form: it notifies after it has
// released the mutex.
class TextbookUnlocked {
 public:
  explicit TextbookUnlocked(std::size_t capacity) : capacity_(capacity) {}
  void push(Item item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [&] { return items_.size() < capacity_; });
    items_.push_back(item);
    lock.unlock();
    not_empty_.notify_one();
  }
  Item pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [&] { return !items_.empty(); });
    const Item item = items_.front();
    items_.pop_front();
    lock.unlock();
    not_full_.notify_one();
    return item;
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;  // guards items_
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<Item> items_;
};

#ifdef WORKBOOK_BOOST
class Boost {
 public:
  explicit Boost(std::size_t capacity) : queue_(capacity) {}
  void push(Item item) { queue_.push_back(item); }
  Item pop() { return queue_.pull_front(); }

 private:
  boost::sync_bounded_queue<Item> queue_;
};
#endif

#ifdef WORKBOOK_TBB
class Tbb {
 public:
  explicit Tbb(std::size_t capacity) {
    queue_.set_capacity(static_cast<std::ptrdiff_t>(capacity));
  }
  void push(Item item) { queue_.push(item); }
  Item pop() {
    Item item = 0;
    queue_.pop(item);
    return item;
  }

 private:
  tbb::concurrent_bounded_queue<Item> queue_;
};
#endif

constexpr long items = 100'000;

template <typename Queue>
void one_to_one(benchmark::State& state) {
  for (auto _ : state) workbook::pass<Queue>(1, items);
  state.SetItemsProcessed(state.iterations() * items);
}

template <typename Queue>
void four_to_four(benchmark::State& state) {
  for (auto _ : state) workbook::pass<Queue>(4, items);
  state.SetItemsProcessed(state.iterations() * items);
}

template <typename Queue>
void stages_of_3_4_5(benchmark::State& state) {
  for (auto _ : state) workbook::pass_stages<Queue>(items);
  state.SetItemsProcessed(state.iterations() * items);
}

// Python's queue.Queue, in a process of its own, which measures itself.
void python(benchmark::State& state, const std::string& shape) {
  constexpr long python_items = 20'000;
  const std::string command = std::string("python3 '") +
                              WORKBOOK_QUEUE_BENCH_PY + "' " + shape + " " +
                              std::to_string(python_items) + " 2>&1";
  for (auto _ : state) {
    const std::unique_ptr<FILE, int (*)(FILE*)> child(
        ::popen(command.c_str(), "r"), ::pclose);
    double seconds = 0;
    if (!child || std::fscanf(child.get(), "%lf", &seconds) != 1) {
      state.SkipWithError("python3 is missing or failed");
      return;
    }
    state.SetIterationTime(seconds);
  }
  state.SetItemsProcessed(state.iterations() * python_items);
}

#define WORKBOOK_COMPARE(Queue)                           \
  BENCHMARK_TEMPLATE(one_to_one, Queue)->UseRealTime();   \
  BENCHMARK_TEMPLATE(four_to_four, Queue)->UseRealTime(); \
  BENCHMARK_TEMPLATE(stages_of_3_4_5, Queue)->UseRealTime()

WORKBOOK_COMPARE(Closable);
WORKBOOK_COMPARE(Textbook);
WORKBOOK_COMPARE(TextbookUnlocked);
#ifdef WORKBOOK_BOOST
WORKBOOK_COMPARE(Boost);
#endif
#ifdef WORKBOOK_TBB
WORKBOOK_COMPARE(Tbb);
#endif
BENCHMARK_CAPTURE(python, one_to_one, "1")->UseManualTime();
BENCHMARK_CAPTURE(python, four_to_four, "4")->UseManualTime();
BENCHMARK_CAPTURE(python, stages_of_3_4_5, "stages")->UseManualTime();

}  // namespace
