// Atomics that no single instruction of older processors handles: of 16 bytes,
// and of any other size, for which the compiler calls libatomic's functions.
// Like the others, they take effect at once. Outside of explorations one lock
// guards them all.

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "interleave/hooks/hook.hpp"
#include "interleave/hooks/ordering.hpp"

namespace workbook::interleave {
namespace {

__extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using)

class OneLock {
 public:
  OneLock() {
    while (__atomic_test_and_set(&taken, __ATOMIC_ACQUIRE))
      __builtin_ia32_pause();
  }
  ~OneLock() { __atomic_clear(&taken, __ATOMIC_RELEASE); }
  OneLock(const OneLock&) = delete;
  OneLock& operator=(const OneLock&) = delete;

 private:
  static inline bool taken = false;
};

void show(Task& task, Op op, const void* at, std::size_t size,
          Ending ending = Ending::done) {
  if (execution->alone()) return;
  Step* step = execution->note(task, op, at);
  if (step == nullptr) return;
  step->size = static_cast<std::uint8_t>(size < 255 ? size : 255);
  step->ending = ending;
}

void load(std::size_t size, const void* at, void* to, int order,
          StackFrame caller) {
  const Visit visit(caller);
  if (!visit) {
    const OneLock lock;
    std::memcpy(to, at, size);
    return;
  }
  Task& task = visit.task();
  Object& object = execution->object(at);
  if (!execution->stutters(task, object)) {
    execution->arrive(task, {Op::load, Effect::read, &object, nullptr, never});
    execution->happened(task, Op::load, &object, Effect::read);
    execution->saw(task, object);
    show(task, Op::load, at, size);
  }
  execution->check_race(task, at, size, Access::atomic_read);
  learn(task, object, order);
  std::memcpy(to, at, size);
}

// A store if `before` is null.
void exchange(std::size_t size, void* at, const void* value, void* before,
              int order, StackFrame caller) {
  const Visit visit(caller);
  if (!visit) {
    const OneLock lock;
    if (before != nullptr) std::memcpy(before, at, size);
    std::memcpy(at, value, size);
    return;
  }
  Task& task = visit.task();
  Object& object = execution->object(at);
  const Op op = before == nullptr ? Op::store : Op::exchange;
  execution->arrive(task, {op, Effect::write, &object, nullptr, never});
  execution->happened(task, op, &object, Effect::write);
  ++object.version;
  execution->moved(task);
  show(task, op, at, size);
  execution->check_race(task, at, size, Access::atomic_write);
  if (before != nullptr) {
    learn(task, object, order);
    std::memcpy(before, at, size);
  }
  teach(task, object, order, before != nullptr);
  std::memcpy(at, value, size);
}

bool compare_exchange(std::size_t size, void* at, void* expected,
                      const void* desired, int order, int failure_order,
                      StackFrame caller, bool weak) {
  const Visit visit(caller);
  if (!visit) {
    const OneLock lock;
    const bool equal = std::memcmp(at, expected, size) == 0;
    std::memcpy(equal ? at : expected, equal ? desired : at, size);
    return equal;
  }
  Task& task = visit.task();
  Object& object = execution->object(at);
  const bool spins =
      std::memcmp(at, expected, size) != 0 && execution->stutters(task, object);
  if (!spins)
    execution->arrive(task,
                      {Op::exchange, Effect::write, &object, nullptr, never});
  const bool equal = std::memcmp(at, expected, size) == 0;
  const bool fails = equal && weak && execution->fails_for_no_reason(task);
  if (!spins) {
    execution->happened(task, Op::exchange, &object,
                        fails ? Effect::read : Effect::write, fails ? 1 : 0);
    show(task, Op::exchange, at, size,
         equal && !fails ? Ending::done : Ending::failed);
  }
  const bool done = equal && !fails;
  execution->check_race(task, at, size,
                        done ? Access::atomic_write : Access::atomic_read);
  if (!done) {
    if (!equal && !spins) execution->saw(task, object);
    learn(task, object, failure_order);
    std::memcpy(expected, at, size);
    return false;
  }
  ++object.version;
  execution->moved(task);
  learn(task, object, order);
  teach(task, object, order, true);
  std::memcpy(at, desired, size);
  return true;
}

}  // namespace
}  // namespace workbook::interleave

namespace il = workbook::interleave;
using il::Wide;

extern "C" {

Wide __tsan_atomic128_load(const volatile Wide* at, int order) {
  Wide value = 0;
  il::load(sizeof(Wide), const_cast<const Wide*>(at), &value, order,
           WORKBOOK_CALLER);
  return value;
}
void __tsan_atomic128_store(volatile Wide* at, Wide value, int order) {
  il::exchange(sizeof(Wide), const_cast<Wide*>(at), &value, nullptr, order,
               WORKBOOK_CALLER);
}
Wide __tsan_atomic128_exchange(volatile Wide* at, Wide value, int order) {
  Wide before = 0;
  il::exchange(sizeof(Wide), const_cast<Wide*>(at), &value, &before, order,
               WORKBOOK_CALLER);
  return before;
}
int __tsan_atomic128_compare_exchange_strong(volatile Wide* at, Wide* expected,
                                             Wide desired, int order,
                                             int failure) {
  return il::compare_exchange(sizeof(Wide), const_cast<Wide*>(at), expected,
                              &desired, order, failure, WORKBOOK_CALLER, false);
}
int __tsan_atomic128_compare_exchange_weak(volatile Wide* at, Wide* expected,
                                           Wide desired, int order,
                                           int failure) {
  return il::compare_exchange(sizeof(Wide), const_cast<Wide*>(at), expected,
                              &desired, order, failure, WORKBOOK_CALLER, true);
}
Wide __tsan_atomic128_compare_exchange_val(volatile Wide* at, Wide expected,
                                           Wide desired, int order,
                                           int failure) {
  il::compare_exchange(sizeof(Wide), const_cast<Wide*>(at), &expected, &desired,
                       order, failure, WORKBOOK_CALLER, false);
  return expected;
}

// libatomic's, under names of our own, since the compiler knows theirs.
void workbook_atomic_load(std::size_t size, const void* at, void* to,
                          int order) asm("__atomic_load");
void workbook_atomic_load(std::size_t size, const void* at, void* to,
                          int order) {
  il::load(size, at, to, order, WORKBOOK_CALLER);
}
void workbook_atomic_store(std::size_t size, void* at, const void* value,
                           int order) asm("__atomic_store");
void workbook_atomic_store(std::size_t size, void* at, const void* value,
                           int order) {
  il::exchange(size, at, value, nullptr, order, WORKBOOK_CALLER);
}
void workbook_atomic_exchange(std::size_t size, void* at, const void* value,
                              void* before, int order) asm("__atomic_exchange");
void workbook_atomic_exchange(std::size_t size, void* at, const void* value,
                              void* before, int order) {
  il::exchange(size, at, value, before, order, WORKBOOK_CALLER);
}
bool workbook_atomic_compare_exchange(
    std::size_t size, void* at, void* expected, const void* desired, int order,
    int failure) asm("__atomic_compare_exchange");
bool workbook_atomic_compare_exchange(std::size_t size, void* at,
                                      void* expected, const void* desired,
                                      int order, int failure) {
  return il::compare_exchange(size, at, expected, desired, order, failure,
                              WORKBOOK_CALLER, false);
}
bool workbook_atomic_is_lock_free(std::size_t size,
                                  const void* at) asm("__atomic_is_lock_free");
bool workbook_atomic_is_lock_free(std::size_t size, const void*) {
  return size <= sizeof(std::uint64_t) && (size & (size - 1)) == 0;
}

}  // extern "C"
