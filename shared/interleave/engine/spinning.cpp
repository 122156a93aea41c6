// Loops that wait for a change.

#include "interleave/engine/execution.hpp"

#include <cstring>

namespace workbook::interleave {
namespace {

constexpr std::uint32_t patience =
    40;  // reads that found nothing new before a thread counts as spinning

}  // namespace

// That another thread may step in between the third and the fourth equal read
// of a loop shows nothing that it does not show between the first and the
// second, unless the loop counts; then we look on for longer.
bool Execution::stutters(Task& task, Object& object) {
  note_change(task);
  const std::uint64_t place = task.place();
  for (const Task::Seen& seen : task.seen) {
    if (seen.place != place || seen.object != &object) continue;
    if (seen.version != object.version ||
        seen.times < (seen.changes == task.changes ? 2 : 20))
      return false;
    ++activity_;
    if (++task.stutter >= patience) {
      task.stutter = 0;
      arrive(task, {Op::spin, Effect::none, nullptr, nullptr, never});
      happened(task, Op::spin, nullptr, Effect::none);
      return seen.version == object.version;
    }
    return true;
  }
  return false;
}

void Execution::saw(Task& task, Object& object) {
  const std::uint64_t place = task.place();
  for (Task::Seen& seen : task.seen) {
    if (seen.place != place || seen.object != &object) continue;
    seen.times = seen.version == object.version ? seen.times + 1 : 1;
    seen.version = object.version;
    seen.changes = task.changes;
    return;
  }
  task.seen.push_back({place, &object, object.version, 1, task.changes});
}

void Execution::note_change(Task& task) {
  if (task.written == nullptr) return;
  if (std::memcmp(task.written, &task.written_before, task.written_size) != 0)
    ++task.changes;
  task.written = nullptr;
}

}  // namespace workbook::interleave
