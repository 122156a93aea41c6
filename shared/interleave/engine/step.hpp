#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace workbook::interleave {

// What a thread of the program under test does at a step.
enum class Op : std::uint8_t {
  begin,
  read,  // plain memory
  write,
  load,  // atomics
  store,
  exchange,
  fence,
  lock,  // mutexes; a reader/writer lock's exclusive side
  try_lock,
  unlock,
  lock_shared,
  try_lock_shared,
  unlock_shared,
  wait,    // on a condition variable, which releases the mutex
  relock,  // the end of that wait
  notify_one,
  notify_all,
  park,    // a futex: the wait of atomics, semaphores, latches, barriers and
           // futures
  unpark,  // the end of that wait
  wake,
  acquire,  // POSIX semaphores
  release,
  create,
  join,
  once,
  once_done,
  sleep,
  yield,
  spin,  // reads again what did not change; goes on when it does
  clock,
  at_exit,  // a thread ends and does what was put off until then
  check,    // a failed check
};

// How a step ended, where that needs saying.
enum class Ending : std::uint8_t { done, failed, timed_out, blocked };

// What a wait that is no lock waits for. A notification can be lost; the others
// are remembered until somebody waits for them.
enum class Awaited : std::uint8_t {
  notification,  // of a condition variable or an atomic
  latch,
  barrier,
  semaphore,
  future,
};

// A step as it is shown: in the schedule of a report.
struct Step {
  std::uint8_t thread = 0;
  Op op = Op::begin;
  Ending ending = Ending::done;
  Awaited awaited = Awaited::notification;
  std::uint8_t size = 0;  // of the value, in bytes; 0: it has none
  std::uint8_t other =
      0xFF;  // a thread: created, joined, woken, or the one in the way
  std::uint64_t object = 0;          // address
  std::uint64_t before = 0;          // value read
  std::uint64_t value = 0;           // value written
  std::vector<std::uint64_t> stack;  // return addresses, innermost first
};

}  // namespace workbook::interleave
