// What is done once: std::call_once and static local variables.

#include <pthread.h>

#include <cstdint>

#include "interleave/hooks/hook.hpp"

namespace workbook::interleave {
namespace {

template <typename Done>
bool begin_once(Task& task, Object& once, Done done) {
  if (once.owner != nullptr)
    note(task, Op::once, once, Ending::blocked, once.owner);
  execution->arrive(task, {Op::once, Effect::write, &once, nullptr, never});
  execution->happened(task, Op::once, &once, Effect::write);
  execution->moved(task);
  task.clock.join(once.released);
  if (done()) return false;
  once.owner = &task;
  note(task, Op::once, once);
  return true;
}

// `set_done` makes it known that the work was done.
template <typename SetDone>
void end_once(Task& task, Object& once, SetDone set_done) {
  execution->arrive(task,
                    {Op::once_done, Effect::write, &once, nullptr, never});
  execution->happened(task, Op::once_done, &once, Effect::write);
  set_done();
  once.owner = nullptr;
  once.released.join(task.clock);
  task.clock.tick(task.id);
  note(task, Op::once_done, once);
}

}  // namespace
}  // namespace workbook::interleave

using namespace workbook::interleave;

extern "C" {

int __cxa_guard_acquire(std::uint64_t* guard);
void __cxa_guard_release(std::uint64_t* guard) noexcept;
void __cxa_guard_abort(std::uint64_t* guard) noexcept;

int pthread_once(pthread_once_t* control, void (*initialize)()) {
  constexpr int is_done = 2;  // as the C library has it
  {
    WORKBOOK_ELSE_REAL(pthread_once, control, initialize);
    if (!begin_once(task, execution->object(control),
                    [&] { return *control == is_done; }))
      return 0;
  }
  try {
    initialize();
  } catch (...) {
    const Visit visit(WORKBOOK_CALLER);
    end_once(visit.task(), execution->object(control), [] {});
    throw;
  }
  const Visit visit(WORKBOOK_CALLER);
  end_once(visit.task(), execution->object(control),
           [&] { *control = is_done; });
  return 0;
}

// The first use of a static local variable. Bit 0 of the first byte says that
// it is there: the compiler looks at it before it calls.
int __cxa_guard_acquire(std::uint64_t* guard) {
  auto* done = reinterpret_cast<const volatile char*>(guard);
  WORKBOOK_ELSE_REAL(__cxa_guard_acquire, guard);
  return begin_once(task, execution->object(guard), [&] { return *done != 0; });
}
void __cxa_guard_release(std::uint64_t* guard) noexcept {
  WORKBOOK_ELSE_REAL(__cxa_guard_release, guard);
  end_once(task, execution->object(guard),
           [&] { *reinterpret_cast<volatile char*>(guard) = 1; });
}
void __cxa_guard_abort(std::uint64_t* guard) noexcept {
  WORKBOOK_ELSE_REAL(__cxa_guard_abort, guard);
  end_once(task, execution->object(guard), [] {});
}

}  // extern "C"
