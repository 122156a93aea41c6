// What an addition to a shared count costs, with each kind of lock, alone and
// with others.

#include <benchmark/benchmark.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <mutex>
#include <shared_mutex>

#include "04-locks/counters.hpp"

namespace {

constexpr int many = 5;  // threads

// The peer that does not sleep: it spins.
class PthreadSpinLock {
 public:
  PthreadSpinLock() { ::pthread_spin_init(&lock_, PTHREAD_PROCESS_PRIVATE); }
  PthreadSpinLock(const PthreadSpinLock&) = delete;
  PthreadSpinLock& operator=(const PthreadSpinLock&) = delete;
  ~PthreadSpinLock() { ::pthread_spin_destroy(&lock_); }

  void lock() { ::pthread_spin_lock(&lock_); }
  void unlock() { ::pthread_spin_unlock(&lock_); }

 private:
  pthread_spinlock_t lock_{};
};

template <typename Mutex>
class CounterUnder {
 public:
  void add_one() {
    const std::lock_guard lock(mutex_);
    benchmark::DoNotOptimize(count_ += 1);
  }

 private:
  Mutex mutex_;
  long count_ = 0;  // guarded by mutex_
};

// All threads of a benchmark share one counter.
template <typename Counter>
void add(benchmark::State& state) {
  static Counter counter;
  for (auto _ : state) counter.add_one();
}

BENCHMARK(add<CounterUnder<std::mutex>>)->Threads(1)->Threads(many);
BENCHMARK(add<CounterUnder<std::recursive_mutex>>)->Threads(1)->Threads(many);
BENCHMARK(add<CounterUnder<std::shared_mutex>>)->Threads(1)->Threads(many);
BENCHMARK(add<CounterUnder<PthreadSpinLock>>)->Threads(1)->Threads(many);
BENCHMARK(add<workbook::AtomicCounter>)->Threads(1)->Threads(many);

// Readers only.
template <typename Mutex, typename ReadLock>
void look(benchmark::State& state) {
  static Mutex mutex;
  static long value = 42;
  for (auto _ : state) {
    const ReadLock lock(mutex);
    benchmark::DoNotOptimize(value);
  }
}

BENCHMARK(look<std::mutex, std::lock_guard<std::mutex>>)
    ->Threads(1)
    ->Threads(many);
BENCHMARK(look<std::shared_mutex, std::shared_lock<std::shared_mutex>>)
    ->Threads(1)
    ->Threads(many);

// Two locks, as for a transfer.
void lock_two(benchmark::State& state) {
  static std::array<std::mutex, 2> mutexes;
  for (auto _ : state) const std::scoped_lock both(mutexes[0], mutexes[1]);
}

BENCHMARK(lock_two)->Threads(1)->Threads(many);

}  // namespace
