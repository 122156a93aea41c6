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

// What a function with a frame pointer keeps where that points, on x86-64. The
// program under test and interleave have frame pointers, libraries have not.
struct StackFrame {
  const StackFrame* caller;  // its frame
  std::uint64_t pc;          // where the caller goes on
};

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
  bool gives_way = false;             // it made many steps
  std::uint64_t pc = 0;               // of the operation in hand
  const StackFrame* frame = nullptr;  // of the function that pc is in
  std::vector<std::uint64_t> stack;   // as it came to wait for its turn, for a
                                      // run that is shown
  std::uint32_t idle_accesses = 0;    // plain accesses since the last step
  std::uint32_t clock_reads = 0;
  std::uint32_t writing =
      0;  // recorded step, plus 1, whose written value is not known yet
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

  // Calls `use` with the pc in hand, then with that of each call around it,
  // from the innermost outward, for as long as it returns true: to be false for
  // what is not in the program, since what follows would mean nothing.
  template <typename Use>
  void each_call(Use use) const {
    std::uint64_t at = pc;
    const StackFrame* around = frame;
    for (std::size_t i = 0; i < most_calls && use(at); ++i) {
      if (!fiber->on_stack(around) || !fiber->on_stack(around + 1)) return;
      at = around->pc;
      around = around->caller > around ? around->caller : nullptr;
    }
  }

  void reset();
};

}  // namespace workbook::interleave
