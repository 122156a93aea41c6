// Loops that wait for a change.

#include <unwind.h>

#include <cstring>

#include "interleave/engine/execution.hpp"

namespace workbook::interleave {
namespace {

// Rounds of a loop that is not followed; then the thread counts as waiting for
// a change.
constexpr std::uint32_t patience = 40;

// What a thread keeps in registers and on its stack, where the program calls
// us.
struct Local {
  std::uint64_t pc;
  const char* stack_end;
  std::uint64_t hash = 0;
};

_Unwind_Reason_Code hash_local(_Unwind_Context* context, void* data) {
  auto& local = *static_cast<Local*>(data);
  if (_Unwind_GetIP(context) != local.pc) return _URC_NO_REASON;
  for (const int kept : {3, 6, 12, 13, 14, 15})  // rbx, rbp, r12 to r15
    local.hash = mix(local.hash, _Unwind_GetGR(context, kept));
  const auto* at = reinterpret_cast<const char*>(_Unwind_GetCFA(context));
  for (; at + sizeof(std::uint64_t) <= local.stack_end;
       at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof(word));
    local.hash = mix(local.hash, word);
  }
  return _URC_END_OF_STACK;
}

}  // namespace

// A thread that comes back to a read in the very state in which it was there
// before, and finds the same, does the same again, round after round, until
// something changes. That another thread steps in between two later rounds
// shows nothing that it does not show in the first, so the thread waits for a
// change of something that it read.
//
// Its state is what is in its registers and on its stack, and what it wrote
// elsewhere. A loop that counts its rounds comes back in another state each
// time; it is followed for a while, and that it is not any more is noted.
bool Execution::stutters(Task& task, Object& object) {
  if (!limits_.merge_spins) return false;
  note_change(task);
  const std::uint64_t place = place_of(task);
  for (const Task::Seen& seen : task.seen) {
    if (seen.place != place || seen.object != &object) continue;
    if (seen.version != object.version) return false;
    ++activity_;
    const bool same = seen.changes == task.changes && seen.times > 1 &&
                      seen.local == local_state(task);
    if (same) return waits_for_change(task, seen);
    // The standard library counts its rounds before it sleeps, for nothing
    // else.
    if (!functions_.spins(task)) {
      if (seen.times < rounds_that_count) return false;
      assumptions_.counted = true;
    }
    if (++task.stutter < patience) return true;
    return waits_for_change(task, seen);
  }
  return false;
}

// Returns whether the object is as it was seen all the same.
bool Execution::waits_for_change(Task& task, const Task::Seen& seen) {
  task.stutter = 0;
  const Object& object = *seen.object;
  const std::uint32_t version = seen.version;
  arrive(task, {Op::spin, Effect::none, nullptr, nullptr, never});
  happened(task, Op::spin, nullptr, Effect::none);
  return version == object.version;
}

void Execution::saw(Task& task, Object& object) {
  if (!limits_.merge_spins) return;
  const std::uint64_t place = place_of(task);
  for (Task::Seen& seen : task.seen) {
    if (seen.place != place || seen.object != &object) continue;
    seen.times = seen.version == object.version ? seen.times + 1 : 1;
    seen.version = object.version;
    seen.changes = task.changes;
    if (seen.times > 1) seen.local = local_state(task);
    return;
  }
  task.seen.push_back({place, &object, object.version, 1, task.changes, 0});
}

// Where `task` is, with its callers.
std::uint64_t Execution::place_of(const Task& task) const {
  std::uint64_t hash = 0;
  task.each_call([&](std::uint64_t pc) {
    hash = mix(hash, pc);
    return code_.in_program(pc);
  });
  return hash;
}

std::uint64_t Execution::local_state(const Task& task) const {
  Local local{task.pc, task.fiber->stack_end()};
  _Unwind_Backtrace(hash_local, &local);
  return local.hash;
}

void Execution::note_change(Task& task) {
  if (task.written == nullptr) return;
  if (!task.fiber->on_stack(task.written) &&
      std::memcmp(task.written, &task.written_before, task.written_size) != 0)
    ++task.changes;
  task.written = nullptr;
}

}  // namespace workbook::interleave
