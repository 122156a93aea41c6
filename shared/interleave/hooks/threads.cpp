// pthread_create, pthread_join: std::thread.

#include <pthread.h>

#include <cerrno>

#include "interleave/hooks/hook.hpp"

namespace workbook::interleave {
namespace {

constexpr std::uintptr_t handle_unit =
    4096;  // makes a handle look like the address that it usually is

pthread_t handle(const Task& task) { return (task.id + 1) * handle_unit; }
Task& by_handle(pthread_t thread) {
  const std::size_t id = thread / handle_unit - 1;
  if (id >= execution->tasks().size())
    execution->fail(Outcome::crash, "joins or detaches what is no thread");
  return *execution->tasks()[id];
}

int join(Task& task, pthread_t thread, void** result) {
  Task& other = by_handle(thread);
  if (&other == &task) return EDEADLK;
  Object& end = execution->object(&other);
  end.depth = other.id;
  if (!other.finished || execution->limits().every_step) {
    if (Step* step = execution->note(task, Op::join, nullptr)) {
      step->ending = Ending::blocked;
      step->other = other.id;
    }
    execution->arrive(task, {Op::join, Effect::none, &end, nullptr, never});
  }
  execution->happened(task, Op::join, nullptr, Effect::none, other.past);
  execution->moved(task);
  task.clock.join(other.clock);
  if (Step* step = execution->note(task, Op::join, nullptr))
    step->other = other.id;
  if (result != nullptr) *result = other.result;
  return 0;
}

}  // namespace
}  // namespace workbook::interleave

using namespace workbook::interleave;

extern "C" {

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                   void* (*start)(void*), void* argument) noexcept {
  WORKBOOK_ELSE_REAL(pthread_create, thread, attributes, start, argument);
  execution->moved(task);
  int detached = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr)
    ::pthread_attr_getdetachstate(attributes, &detached);
  *thread = (execution->tasks().size() + 1) * handle_unit;  // before it runs
  Task& child = execution->create(task, start, argument);
  child.detached = detached == PTHREAD_CREATE_DETACHED;
  return 0;
}
int pthread_join(pthread_t thread, void** result) {
  WORKBOOK_ELSE_REAL(pthread_join, thread, result);
  return join(task, thread, result);
}
int pthread_detach(pthread_t thread) noexcept {
  WORKBOOK_ELSE_REAL(pthread_detach, thread);
  by_handle(thread).detached = true;
  return 0;
}
pthread_t pthread_self() noexcept {
  WORKBOOK_ELSE_REAL(pthread_self);
  return handle(task);
}
int pthread_setname_np(pthread_t thread, const char* name) noexcept {
  WORKBOOK_ELSE_REAL(pthread_setname_np, thread, name);
  return 0;
}

}  // extern "C"
