#pragma once

#include <atomic>
#include <cstdint>

#include "interleave/engine/execution.hpp"

namespace workbook::interleave {

// What the memory orders of atomics mean for what happens before what.

inline bool acquires(int order) {
  return order != __ATOMIC_RELAXED && order != __ATOMIC_RELEASE;
}
inline bool releases(int order) { return order >= __ATOMIC_RELEASE; }

// Looks at the value before a step reads it. If no step left it, it is the
// first one, or the standard library wrote it at the end of a thread: then
// whoever reads it is after that.
inline void look(Object& object, std::uint64_t now) {
  if (object.written != 0 && object.value == now) return;
  object.released.join(execution->unseen().released);
  object.value = now;
  object.written = mix(object.written, now);
}

inline void learn(Task& task, const Object& object, int order) {
  (acquires(order) ? task.clock : task.fence_acquired).join(object.released);
}

// A store that is no read-modify-write ends the release sequence that was
// there.
inline void teach(Task& task, Object& object, int order, bool continues) {
  if (!continues) object.released.clear();
  object.released.join(releases(order) ? task.clock : task.fence_released);
  if (releases(order)) task.clock.tick(task.id);
}

}  // namespace workbook::interleave
