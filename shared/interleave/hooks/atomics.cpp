// What the compiler calls in place of each atomic operation when it instruments
// for ThreadSanitizer (the interface is the sanitizer's:
// tsan_interface_atomic.h). Under exploration one thread runs at a time, so
// every operation takes effect at once and in one order for all: executions are
// sequentially consistent. The memory orders count for what happens before
// what, hence for data races.

#include <atomic>
#include <cstdint>
#include <cstring>

#include "interleave/hooks/hook.hpp"
#include "interleave/hooks/ordering.hpp"

namespace workbook::interleave {
namespace {

template <typename T>
void show(Task& task, Op op, const volatile T* at, T before, T value,
          Ending ending = Ending::done) {
  if (execution->alone()) return;
  Step* step = execution->note(task, op, const_cast<const T*>(at));
  if (step == nullptr) return;
  step->size = sizeof(T);
  step->before = static_cast<std::uint64_t>(before);
  step->value = static_cast<std::uint64_t>(value);
  step->ending = ending;
}

template <typename T>
T load(const volatile T* at, int order, StackFrame caller) {
  const Visit visit(caller);
  if (!visit) return __atomic_load_n(at, __ATOMIC_SEQ_CST);
  Task& task = visit.task();
  Object& object = execution->object(const_cast<const T*>(at));
  if (!execution->stutters(task, object)) {
    execution->arrive(task, {Op::load, Effect::read, &object, nullptr, never});
    look(object, *at);
    execution->happened(task, Op::load, &object, Effect::read);
    execution->saw(task, object);
    show<T>(task, Op::load, at, *at, 0);
  }
  execution->check_race(task, const_cast<const T*>(at), sizeof(T),
                        Access::atomic_read);
  learn(task, object, order);
  return *at;
}

template <typename T>
void store(volatile T* at, T value, int order, StackFrame caller) {
  const Visit visit(caller);
  if (!visit) return __atomic_store_n(at, value, __ATOMIC_SEQ_CST);
  Task& task = visit.task();
  Object& object = execution->object(const_cast<T*>(at));
  execution->arrive(task, {Op::store, Effect::write, &object, nullptr, never});
  execution->happened(task, Op::store, &object, Effect::write);
  ++object.version;
  execution->moved(task);
  show<T>(task, Op::store, at, *at, value);
  execution->check_race(task, const_cast<T*>(at), sizeof(T),
                        Access::atomic_write);
  teach(task, object, order, false);
  *at = value;
  object.value = value;
}

// A read-modify-write. One that changes nothing may be a spin: exchange(true)
// on a lock that is taken.
template <typename T, typename Change>
T modify(volatile T* at, int order, StackFrame caller, Change change) {
  const Visit visit(caller);
  Task& task = visit.task();
  Object& object = execution->object(const_cast<T*>(at));
  const bool spins = change(*at) == *at && execution->stutters(task, object);
  if (!spins) {
    execution->arrive(task,
                      {Op::exchange, Effect::write, &object, nullptr, never});
    look(object, *at);
    execution->happened(task, Op::exchange, &object, Effect::write);
  }
  const T before = *at;
  const T value = change(before);
  if (value != before) {
    ++object.version;
    execution->moved(task);
  } else if (!spins) {
    execution->saw(task, object);
  }
  if (!spins) show<T>(task, Op::exchange, at, before, value);
  execution->check_race(task, const_cast<T*>(at), sizeof(T),
                        Access::atomic_write);
  learn(task, object, order);
  teach(task, object, order, true);
  *at = value;
  object.value = value;
  return before;
}

template <typename T>
bool compare_exchange(volatile T* at, T* expected, T desired, int order,
                      int failure_order, StackFrame caller, bool weak) {
  const Visit visit(caller);
  if (!visit)
    return __atomic_compare_exchange_n(at, expected, desired, false,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  Task& task = visit.task();
  Object& object = execution->object(const_cast<T*>(at));
  const T wanted = *expected;
  const bool spins = *at != wanted && execution->stutters(task, object);
  if (!spins) {
    execution->arrive(task,
                      {Op::exchange, Effect::write, &object, nullptr, never});
  }
  look(object, *at);
  const T before = *at;
  if (weak && before == wanted && execution->fails_for_no_reason(task)) {
    execution->happened(task, Op::exchange, &object, Effect::read, 1);
    show<T>(task, Op::exchange, at, before, desired, Ending::failed);
    execution->check_race(task, const_cast<T*>(at), sizeof(T),
                          Access::atomic_read);
    learn(task, object, failure_order);
    return false;
  }
  if (!spins) execution->happened(task, Op::exchange, &object, Effect::write);
  const bool equal = before == wanted;
  if (!spins)
    show<T>(task, Op::exchange, at, before, desired,
            equal ? Ending::done : Ending::failed);
  execution->check_race(task, const_cast<T*>(at), sizeof(T),
                        equal ? Access::atomic_write : Access::atomic_read);
  if (!equal) {
    if (!spins) execution->saw(task, object);
    learn(task, object, failure_order);
    *expected = before;
    return false;
  }
  if (desired != before) {
    ++object.version;
    execution->moved(task);
  }
  learn(task, object, order);
  teach(task, object, order, true);
  *at = desired;
  object.value = desired;
  return true;
}

bool exploring_here() { return current != nullptr && !current->inside; }

// A fence meets no other thread by itself, so it is no place to switch at.
void fence(int order, StackFrame caller) {
  const Visit visit(caller);
  if (!visit) return std::atomic_thread_fence(std::memory_order_seq_cst);
  Task& task = visit.task();
  if (acquires(order)) task.clock.join(task.fence_acquired);
  if (releases(order)) {
    task.fence_released = task.clock;
    task.clock.tick(task.id);
  }
  execution->note(task, Op::fence, nullptr);
}

}  // namespace
}  // namespace workbook::interleave

namespace il = workbook::interleave;

#define WORKBOOK_MODIFY(bits, T, name, builtin, expression)                  \
  T __tsan_atomic##bits##_##name(volatile T* at, T value, int order) {       \
    if (!il::exploring_here()) return builtin(at, value, __ATOMIC_SEQ_CST);  \
    return il::modify<T>(at, order, WORKBOOK_CALLER,                         \
                         [&](T old) { return static_cast<T>(expression); }); \
  }
#define WORKBOOK_ATOMICS(bits, T)                                             \
  T __tsan_atomic##bits##_load(const volatile T* at, int order) {             \
    return il::load<T>(at, order, WORKBOOK_CALLER);                           \
  }                                                                           \
  void __tsan_atomic##bits##_store(volatile T* at, T value, int order) {      \
    il::store<T>(at, value, order, WORKBOOK_CALLER);                          \
  }                                                                           \
  WORKBOOK_MODIFY(bits, T, exchange, __atomic_exchange_n, (void(old), value)) \
  WORKBOOK_MODIFY(bits, T, fetch_add, __atomic_fetch_add, old + value)        \
  WORKBOOK_MODIFY(bits, T, fetch_sub, __atomic_fetch_sub, old - value)        \
  WORKBOOK_MODIFY(bits, T, fetch_and, __atomic_fetch_and, old& value)         \
  WORKBOOK_MODIFY(bits, T, fetch_or, __atomic_fetch_or, old | value)          \
  WORKBOOK_MODIFY(bits, T, fetch_xor, __atomic_fetch_xor, old ^ value)        \
  WORKBOOK_MODIFY(bits, T, fetch_nand, __atomic_fetch_nand, ~(old & value))   \
  int __tsan_atomic##bits##_compare_exchange_strong(                          \
      volatile T* at, T* expected, T desired, int order, int failure) {       \
    return il::compare_exchange<T>(at, expected, desired, order, failure,     \
                                   WORKBOOK_CALLER, false);                   \
  }                                                                           \
  int __tsan_atomic##bits##_compare_exchange_weak(                            \
      volatile T* at, T* expected, T desired, int order, int failure) {       \
    return il::compare_exchange<T>(at, expected, desired, order, failure,     \
                                   WORKBOOK_CALLER, true);                    \
  }                                                                           \
  T __tsan_atomic##bits##_compare_exchange_val(                               \
      volatile T* at, T expected, T desired, int order, int failure) {        \
    il::compare_exchange<T>(at, &expected, desired, order, failure,           \
                            WORKBOOK_CALLER, false);                          \
    return expected;                                                          \
  }

extern "C" {

WORKBOOK_ATOMICS(8, std::uint8_t)
WORKBOOK_ATOMICS(16, std::uint16_t)
WORKBOOK_ATOMICS(32, std::uint32_t)
WORKBOOK_ATOMICS(64, std::uint64_t)

void __tsan_atomic_thread_fence(int order) {
  il::fence(order, WORKBOOK_CALLER);
}
void __tsan_atomic_signal_fence(int) {}

}  // extern "C"
