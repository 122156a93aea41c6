#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "interleave/engine/clock.hpp"
#include "interleave/engine/fiber.hpp"
#include "interleave/engine/objects.hpp"
#include "interleave/engine/step.hpp"

namespace workbook::interleave {

// A hash of two.
std::uint64_t mix(std::uint64_t a, std::uint64_t b);

enum class Effect : std::uint8_t { none, read, write };

constexpr std::int64_t never = INT64_MAX;
constexpr std::size_t most_calls = 128;

// What a thread will do when it is its turn.
struct Pending {
  Op op = Op::begin;
  Effect effect = Effect::none;
  Object* object = nullptr;
  Object* mutex = nullptr;        // which a wait takes again at its end
  std::int64_t deadline = never;  // nanoseconds of virtual time
};

// A thread of the program under test.
struct Task {
  std::uint8_t id = 0;
  bool inside = false;  // the library's own code runs
  bool finished = false;
  bool detached = false;
  bool woken = false;       // a wait may end
  bool timed_out = false;   // ... because its time was over
  Task* starter = nullptr;  // runs on when this thread comes to its first step
  Pending pending;
  VectorClock clock;
  VectorClock fence_acquired;  // learned by relaxed loads: counts from the next
                               // acquire fence on
  VectorClock fence_released;  // as of the last release fence
  std::uint64_t name = 0;  // the same in every schedule: the path of creations
  std::uint64_t past = 0;  // a hash of the last step and all that it depends on
  std::uint32_t children = 0;
  std::uint32_t steps = 0;
  bool gives_way = false;           // it made many steps
  std::uint64_t pc = 0;             // of the operation in hand
  std::uint32_t idle_accesses = 0;  // plain accesses since the last step
  std::uint32_t clock_reads = 0;
  std::uint32_t writing =
      0;  // recorded step, plus 1, whose written value is not known yet
  std::uint32_t depth =
      0;  // of calls; the return addresses, outermost first, are:
  std::uint64_t calls[most_calls] = {};
  std::uint64_t cause = 0;  // the past of the step that woke it
  std::vector<Object*> held;

  // A read that comes back to the same place and finds nothing changed is a
  // spin.
  struct Seen {
    std::uint64_t place;  // with its callers
    Object* object;
    std::uint32_t version;
    std::uint32_t times;
    std::uint32_t changes;
    std::uint64_t local;  // a hash of its registers and its stack
  };
  std::uint64_t place() const;
  std::vector<Seen> seen;
  std::uint32_t stutter = 0;
  std::uint32_t changes = 0;  // plain writes that changed something, other than
                              // on its stack
  const void* written = nullptr;  // by the last plain write, which takes effect
                                  // after it is announced
  std::uint8_t written_size = 0;
  std::uint64_t written_before = 0;

  void* (*start)(void*) = nullptr;
  void* argument = nullptr;
  void* result = nullptr;
  const void* bottom = nullptr;  // of the thread's own stack frames
  struct Destructor {
    void (*run)(void*);
    void* object;
  };
  std::vector<Destructor> destructors;  // of thread_local objects
  std::vector<std::pair<std::uint32_t, void*>> specific;
  std::unique_ptr<Fiber> fiber;

  void reset();
};

}  // namespace workbook::interleave
