#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "interleave/engine/clock.hpp"

namespace workbook::interleave {

struct Task;

// A thing that threads meet at: a mutex, an atomic, a condition variable. Known
// by its address; made when it is first used in a run.
struct Object {
  std::uintptr_t address = 0;
  std::uint32_t version = 0;    // changes when the value does
  std::uint64_t value = 0;      // of an atomic, as the last step left it
  std::uint64_t written = 0;    // a hash of the last step that wrote it and of
                                // all that this depends on
  VectorClock released;         // what an acquire of this object learns
  VectorClock released_shared;  // and what only an exclusive one does: readers
                                // learn nothing from readers

  Task* owner = nullptr;      // of a lock, or of a running once
  int depth = 0;              // of a recursive lock
  std::uint32_t readers = 0;  // one bit a thread
  long count = 0;             // of a POSIX semaphore
  bool done = false;          // of a once
  int unheard = 0;            // notifications that came when nobody waited
  std::vector<Task*> waiting;

  void reset(std::uintptr_t at);
};

// The objects of a run, found by address.
class Objects {
 public:
  Objects();
  void start_run();
  Object& at(const void* address);

 private:
  struct Slot {
    std::uintptr_t address = 0;
    std::uint32_t run = 0;
    Object* object = nullptr;
  };
  void grow();

  std::vector<Slot> slots_;  // an open-addressed table
  std::vector<std::unique_ptr<Object>> objects_;
  std::size_t used_ = 0;
  std::uint32_t run_ = 0;
};

}  // namespace workbook::interleave
