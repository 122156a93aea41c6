// Accesses to plain memory, and races.

#include "interleave/engine/execution.hpp"

#include <algorithm>
#include <cstring>

namespace workbook::interleave {
namespace {

constexpr std::uint32_t most_idle =
    50'000;  // plain accesses in a row before a thread gives way
constexpr std::uint32_t idle_again = 500;

}  // namespace

void Execution::plain(Task& task, const void* address, std::size_t size,
                      Access access) {
  ++activity_;
  settle(task);
  note_change(task);
  const bool freed = heap_.owns(address) &&
                     memory_.freed(reinterpret_cast<std::uintptr_t>(address));
  if (freed) {  // a race if another thread gave it back and nothing orders that
    if (Step* step = note(task, writes(access) ? Op::write : Op::read, address))
      step->size = static_cast<std::uint8_t>(size);
    check_race(task, address, size, access);
    note(task, Op::check, nullptr);
    fail(Outcome::crash,
         "use after free: this memory was given back with delete");
  }
  if (++task.idle_accesses > most_idle) {
    task.idle_accesses = most_idle - idle_again;
    const std::uint32_t idle = task.idle_accesses;
    arrive(task, {Op::yield, Effect::none, nullptr, nullptr, never});
    happened(task, Op::yield, nullptr, Effect::none);
    task.idle_accesses = idle;
  }
  const bool write = writes(access);
  const bool step_of_its_own =
      !racy.empty() && std::binary_search(racy.begin(), racy.end(), task.pc) &&
      !alone();
  if (step_of_its_own) {
    // Bit 0 keeps the plain bytes apart from an atomic at the same address.
    Object& bytes = object(
        reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(address) | 1));
    const Effect effect = write ? Effect::write : Effect::read;
    if (write || !stutters(task, bytes)) {
      arrive(task,
             {write ? Op::write : Op::read, effect, &bytes, nullptr, never});
      happened(task, write ? Op::write : Op::read, &bytes, effect);
      if (write) {
        ++bytes.version;
        moved(task);
      } else {
        saw(task, bytes);
      }
    }
  }
  if (alone()) return;
  if (write && size <= sizeof(task.written_before)) {
    task.written = address;
    task.written_size = static_cast<std::uint8_t>(size);
    std::memcpy(&task.written_before, address, size);
  }
  if (Step* step = note(task, write ? Op::write : Op::read, address)) {
    step->size = static_cast<std::uint8_t>(std::min<std::size_t>(size, 255));
    if (size <= sizeof(step->before)) {
      if (!write) std::memcpy(&step->before, address, size);
      if (write) task.writing = static_cast<std::uint32_t>(trace_.size());
    }
  }
  check_race(task, address, size, access);
}

void Execution::check_race(Task& task, const void* address, std::size_t size,
                           Access access) {
  if (alone()) return;
  const std::uint64_t where =
      record_ && !limits_.ignore_races ? trace_.size() - 1 : task.pc;
  auto at = reinterpret_cast<std::uintptr_t>(address);
  while (size > 0) {
    const std::size_t part = std::min<std::size_t>(size, 8 - (at & 7));
    const Memory::Past* past =
        memory_.touch(at, part, access, task.id, task.clock, where);
    at += part;
    size -= part;
    if (past == nullptr) continue;
    if (!limits_.ignore_races) {
      if (record_) {
        failure_.race[0] = past->where;
        failure_.race[1] = where;
      }
      task.writing = 0;
      fail(Outcome::data_race, {});
    }
    bool is_new = false;
    for (const std::uint64_t pc : {past->where, where}) {
      const auto place = std::lower_bound(racy.begin(), racy.end(), pc);
      const bool atomic =
          pc == where ? is_atomic(access) : is_atomic(past->access);
      if (atomic || (place != racy.end() && *place == pc)) continue;
      racy.insert(place, pc);
      is_new = true;
    }
    if (is_new && !record_) {
      failure_.restart = true;
      failure_.abandoned = true;
      leave();
    }
  }
}

}  // namespace workbook::interleave
