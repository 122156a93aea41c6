#include "interleave/execution.hpp"

#include <link.h>
#include <unwind.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

namespace workbook::interleave {

__thread Task* current = nullptr;
Execution* execution = nullptr;

namespace {

constexpr std::uint32_t patience =
    40;  // reads that found nothing new before a thread counts as spinning
constexpr std::uint32_t most_idle =
    50'000;  // plain accesses in a row before a thread gives way
constexpr std::uint32_t idle_again = 500;
// A loop that polls under a lock is no spin that we could tell from work.
constexpr std::size_t longest_streak =
    200;  // steps in a row before a thread gives way
constexpr std::size_t most_recorded = 100'000;
constexpr std::size_t first_slots = 1024;

// Two runs in which every step saw what the same step saw in the other, and the
// writes to each object came in the same order, have the same hash, however
// their steps are ordered otherwise. (Musuvathi and Qadeer, "Partial-order
// reduction for context-bounded state exploration", 2007, call it
// happens-before caching. They keep a write apart from the reads before it too,
// which is not needed: the reads tell what they saw.)
std::uint64_t step_hash(std::uint64_t past, Op op, const Object* object,
                        Effect effect, std::uint64_t variant) {
  std::uint64_t h = mix(past, static_cast<std::uint64_t>(op) + (variant << 8));
  if (object != nullptr && effect != Effect::none) {
    h = mix(h, object->written + (effect == Effect::write ? 1 : 0));
  }
  return h;
}

}  // namespace

Execution::Execution(const Limits& limits)
    : limits_(limits), slots_(first_slots) {
  const auto note_library = [](dl_phdr_info* info, std::size_t, void* data) {
    const std::string_view name = info->dlpi_name;
    bool is_below = false;
    for (const std::string_view library :
         {"/libc.so", "/libgcc_s.so", "/ld-linux"}) {
      is_below |= name.find(library) != std::string_view::npos;
    }
    for (int i = 0; is_below && i < info->dlpi_phnum; ++i) {
      const auto& header = info->dlpi_phdr[i];
      const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
      if (header.p_type == PT_LOAD)
        static_cast<std::vector<Range>*>(data)->push_back(
            {begin, begin + header.p_memsz});
    }
    return 0;
  };
  ::dl_iterate_phdr(note_library, &below_);
  const auto note_program = [](dl_phdr_info* info, std::size_t, void* data) {
    auto& range = *static_cast<Range*>(data);
    range.begin = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const auto& header = info->dlpi_phdr[i];
      if (header.p_type == PT_LOAD)
        range.end = std::max<std::uintptr_t>(
            range.end, range.begin + header.p_vaddr + header.p_memsz);
    }
    return 1;  // it comes first
  };
  ::dl_iterate_phdr(note_program, &program_);
}

bool Execution::below(void* pc) const {
  const auto at = reinterpret_cast<std::uintptr_t>(pc);
  return std::any_of(below_.begin(), below_.end(), [at](const Range& range) {
    return at >= range.begin && at < range.end;
  });
}
Execution::~Execution() = default;

// ---- one run ----

Failure Execution::run(const std::function<void()>& body, Strategy& strategy,
                       bool record) {
  body_ = &body;
  strategy_ = &strategy;
  record_ = record;
  trace_.clear();
  failure_ = {};
  used_ = alive_ = steps_ = objects_used_ = 0;
  state_ = 0;
  streak_ = 0;
  now_ =
      std::int64_t{1} << 40;  // some twenty minutes after the machine started
  ++run_;
  clock_object_.reset(0);
  memory_.start_run();
  heap_.start_run();
  grow_ = tasks_.empty();
  if (grow_) tasks_.push_back(std::make_unique<Task>());

  Task& main = new_task();
  main.name = mix(1, 1);
  main.past = 1;
  main.clock.set(0, 1);
  running_ = &main;
  for (;;) {
    switch_fiber(host_, *running_->fiber);
    if (!grow_) break;
    tasks_.push_back(std::make_unique<Task>());
    grow_ = false;
  }
  return failure_;
}

Task& Execution::new_task() {
  Task& task = *tasks_[used_];
  if (task.fiber == nullptr) {
    task.id = static_cast<std::uint8_t>(used_);
    task.fiber = std::make_unique<Fiber>();
    *static_cast<Task**>(task.fiber->local(&current)) = &task;
    task.fiber->keep_thread_locals();
    grow_ = false;
  }
  task.reset();
  task.fiber->reset_thread_locals();
  task.fiber->prepare(run_task, &task);
  ++used_;
  ++alive_;
  return task;
}

void Execution::run_task(void* argument) {
  Task& task = *static_cast<Task*>(argument);
  if (task.start == nullptr) {
    try {
      (*execution->body_)();
    } catch (const std::exception& error) {
      task.inside = true;
      execution->fail(
          Outcome::exception,
          std::string("the body threw an exception: ") + error.what());
    } catch (...) {
      task.inside = true;
      execution->fail(Outcome::exception,
                      "the body threw an exception that is no std::exception");
    }
  } else {
    const auto call = [&]() noexcept {
      task.result = task.start(task.argument);
    };
    call();
  }
  while (!task.destructors.empty()) {
    const Task::Destructor last = task.destructors.back();
    task.destructors.pop_back();
    last.run(last.object);
  }
  task.inside = true;
  execution->finish(task);
}

Task& Execution::create(Task& parent, void* (*start)(void*), void* argument) {
  if (used_ == max_threads) {
    fail(Outcome::crash,
         "more than " + std::to_string(max_threads) + " threads were started");
  }
  while (used_ == tasks_.size()) {  // a thread is made by the host, which has
                                    // the kernel's idea of a thread
    grow_ = true;
    switch_fiber(*parent.fiber, host_);
  }
  const std::uint64_t name = mix(parent.name, ++parent.children);
  happened(parent, Op::create, nullptr, Effect::none);
  if (Step* step = note(parent, Op::create, nullptr))
    step->other = static_cast<std::uint8_t>(used_);
  Task& child = new_task();
  child.name = name;
  child.past = mix(parent.past, name);
  child.clock.join(parent.clock);
  child.clock.set(child.id, 1);
  parent.clock.tick(parent.id);
  child.start = start;
  child.argument = argument;
  if (limits_.every_step) return child;
  // What a thread does before its first step concerns nobody else, or is a
  // race.
  child.starter = &parent;
  running_ = &child;
  switch_fiber(*parent.fiber, *child.fiber);
  return child;
}

void Execution::finish(Task& task) {
  settle(task);
  task.finished = true;
  task.clock.tick(task.id);
  --alive_;
  if (Task* starter = std::exchange(task.starter, nullptr)) {
    running_ = starter;
    switch_fiber(*task.fiber, *starter->fiber);
  }
  if (alive_ == 0) leave();
  schedule(task);
  std::terminate();  // never: nobody continues a finished thread
}

void Execution::leave() {
  switch_fiber(*running_->fiber, host_);
  std::terminate();
}

void Execution::fail(Outcome outcome, std::string message) {
  for (std::size_t i = 0; i < used_; ++i) settle(*tasks_[i]);
  failure_.outcome = outcome;
  failure_.message = std::move(message);
  leave();
}

// ---- who goes on ----

bool Execution::arrive(Task& task, const Pending& pending) {
  settle(task);
  ++activity_;
  task.pending = pending;
  task.timed_out = false;
  if (++steps_ > limits_.steps) {
    if (Step* step =
            note(task, pending.op,
                 pending.object == nullptr
                     ? nullptr
                     : reinterpret_cast<void*>(pending.object->address))) {
      step->ending = Ending::blocked;
    }
    fail(Outcome::livelock,
         "no end after " + std::to_string(limits_.steps) + " steps");
  }
  if (Task* starter = std::exchange(task.starter, nullptr)) {
    running_ = starter;
    switch_fiber(*task.fiber, *starter->fiber);
  } else {
    schedule(task);
  }
  if (task.timed_out) now_ = std::max(now_, task.pending.deadline);
  task.idle_accesses = 0;
  return !task.timed_out;
}

void Execution::schedule(Task& self) {
  collect(self);
  if (alternatives_.empty()) stuck();
  std::size_t choice = 0;
  if (alternatives_.size() > 1) choice = strategy_->choose(alternatives_);
  if (choice == Strategy::give_up) {
    failure_.abandoned = true;
    leave();
  }
  Task& next = *alternatives_[choice].task;
  next.timed_out = alternatives_[choice].timeout;
  if (next.pending.op == Op::relock && !next.woken && !next.timed_out)
    next.woken = true;  // spuriously
  streak_ = &next == &self ? streak_ + 1 : 0;
  running_ = &next;
  if (&next != &self) switch_fiber(*self.fiber, *next.fiber);
}

void Execution::collect(const Task& self) {
  alternatives_.clear();
  const auto add = [&](Task& task, bool timeout, bool costs) {
    const std::uint64_t key =
        mix(future(task, task.pending, timeout), task.name + timeout);
    alternatives_.push_back(
        {&task, timeout, static_cast<std::uint8_t>(costs), key});
  };
  // The next thread in a circle: what a fair scheduler would run, and the same
  // for the same state.
  const auto others = [&](const auto& visit) {
    for (std::size_t i = 1; i < used_; ++i) {
      Task& task = *tasks_[(self.id + i) % used_];
      if (!task.finished) visit(task);
    }
  };
  Task& me = *tasks_[self.id];
  const bool ready = !self.finished && enabled(self);
  const bool yields =
      ready && (self.pending.op == Op::yield || streak_ >= longest_streak);
  if (ready && !yields) add(me, false, false);
  others([&](Task& task) {
    if (enabled(task))
      add(task, false, ready && !(yields && alternatives_.empty()));
  });
  if (yields) add(me, false, !alternatives_.empty());

  if (limits_.spurious_wakeups) {
    const bool others_run = !alternatives_.empty();
    const auto may_wake = [&](Task& task) {
      const bool waits =
          !task.finished && task.pending.op == Op::relock && !task.woken;
      if (waits && others_run && task.pending.mutex->owner == nullptr)
        add(task, false, true);
    };
    may_wake(me);
    others(may_wake);
  }

  // Time passes when nobody can run; that it passes earlier counts as a
  // preemption.
  const std::size_t runnable = alternatives_.size();
  const auto may_time_out = [&](Task& task) {
    if (!task.finished && task.pending.deadline != never && !enabled(task))
      add(task, true, runnable != 0);
  };
  if (!self.finished) may_time_out(me);
  others(may_time_out);
  if (runnable == 0 && alternatives_.size() > 1) {
    std::stable_sort(alternatives_.begin(), alternatives_.end(),
                     [](const Alternative& a, const Alternative& b) {
                       return a.task->pending.deadline <
                              b.task->pending.deadline;
                     });
    for (std::size_t i = 1; i < alternatives_.size(); ++i)
      alternatives_[i].cost = 1;
  }

  if (alternatives_.empty()) {  // those who spin go on, in turn
    others([&](Task& task) {
      if (task.pending.op == Op::spin) add(task, false, !alternatives_.empty());
    });
    if (!self.finished && self.pending.op == Op::spin)
      add(me, false, !alternatives_.empty());
  }
}

bool Execution::enabled(const Task& task) const {
  const Pending& pending = task.pending;
  const auto is_free = [&](const Object& lock, bool shared) {
    return lock.owner == nullptr && (shared || lock.readers == 0);
  };
  switch (pending.op) {
    case Op::lock:
      return is_free(*pending.object, false);
    case Op::lock_shared:
      return is_free(*pending.object, true);
    case Op::relock:
      return task.woken && is_free(*pending.mutex, false);
    case Op::unpark:
      return task.woken;
    case Op::join:
      return tasks_[pending.object->depth]->finished;
    case Op::acquire:
      return pending.object->count > 0;
    case Op::once:
      return pending.object->owner == nullptr;
    case Op::sleep:
      return false;
    case Op::spin:
      return std::any_of(task.seen.begin(), task.seen.end(),
                         [](const Task::Seen& seen) {
                           return seen.version != seen.object->version;
                         });
    default:
      return true;
  }
}

std::size_t Execution::pick(Task& task, std::size_t count) {
  if (count < 2) return 0;
  alternatives_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    alternatives_.push_back(
        {&task, false, 0, mix(mix(state_, task.past), task.name + 16 + i)});
  }
  const std::size_t choice = strategy_->choose(alternatives_);
  if (choice == Strategy::give_up) {
    failure_.abandoned = true;
    leave();
  }
  return choice;
}

// ---- what depends on what ----

std::uint64_t Execution::future(const Task& task, const Pending& pending,
                                std::uint64_t variant) const {
  const std::uint64_t past =
      step_hash(task.past, pending.op, pending.object, pending.effect, variant);
  return state_ - mix(task.name, task.past) + mix(task.name, past);
}

void Execution::happened(Task& task, Op op, Object* object, Effect effect,
                         std::uint64_t variant) {
  const std::uint64_t past = step_hash(task.past, op, object, effect, variant);
  state_ += mix(task.name, past) - mix(task.name, task.past);
  task.past = past;
  if (object != nullptr && effect == Effect::write) object->written = past;
}

Object& Execution::object(const void* address) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = (at * 0x9E37'79B9'7F4A'7C15U >> 32) & mask;;
       i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.run == run_) {
      if (slot.address == at) return *slot.object;
      continue;
    }
    if (objects_used_ * 2 > slots_.size()) {
      std::vector<Slot> old(slots_.size() * 2);
      old.swap(slots_);
      for (const Slot& was : old) {
        if (was.run != run_) continue;
        std::size_t j =
            (was.address * 0x9E37'79B9'7F4A'7C15U >> 32) & (slots_.size() - 1);
        while (slots_[j].run == run_) j = (j + 1) & (slots_.size() - 1);
        slots_[j] = was;
      }
      return this->object(address);
    }
    if (objects_used_ == objects_.size())
      objects_.push_back(std::make_unique<Object>());
    Object& object = *objects_[objects_used_++];
    object.reset(at);
    slot = {at, run_, &object};
    return object;
  }
}

// ---- spinning ----

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

// ---- plain memory ----

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
  if (record_ && trace_.size() < most_recorded) {
    Step& step = *note(task, write ? Op::write : Op::read, address);
    step.size = static_cast<std::uint8_t>(std::min<std::size_t>(size, 255));
    if (size <= sizeof(step.before)) {
      if (!write) std::memcpy(&step.before, address, size);
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

// ---- locks ----

void Execution::saw_try() {
  if (tries_locks || record_ || limits_.every_step) return;
  tries_locks = true;
  failure_.restart = failure_.abandoned = true;
  leave();
}

void Execution::take(Task& task, Object& lock) {
  lock.owner = &task;
  ++lock.depth;
  ++lock.version;
  task.clock.join(lock.released);
  task.clock.join(lock.released_shared);
  if (lock.depth == 1) task.held.push_back(&lock);
}

void Execution::drop(Task& task, Object& lock) {
  lock.owner = nullptr;
  lock.depth = 0;
  ++lock.version;
  lock.released.join(task.clock);
  task.clock.tick(task.id);
  std::erase(task.held, &lock);
}

std::int64_t Execution::tick(Task& task) {
  constexpr std::int64_t microsecond = 1'000;
  constexpr std::int64_t millisecond = 1'000'000;
  constexpr std::uint32_t often =
      100;  // a thread that waits for the clock gets there sooner
  ++activity_;
  if (task.clock_reads <= often)
    arrive(task, {Op::clock, Effect::write, &clock_object_, nullptr, never});
  now_ += ++task.clock_reads > often ? millisecond * (task.clock_reads / often)
                                     : microsecond;
  happened(task, Op::clock, &clock_object_, Effect::write);
  return now_;
}

void Execution::time_passed(Task& task) {
  task.clock_reads = 0;
  happened(task, Op::clock, &clock_object_, Effect::write);
}

// ---- nobody can go on ----

void Execution::stuck() {
  // Follows who waits for whom from each thread, to a circle, a finished thread
  // or a signal.
  const auto blocker = [&](const Task& task) -> const Task* {
    const Pending& pending = task.pending;
    const Object* lock = pending.object;
    switch (pending.op) {
      case Op::join:
        return tasks_[pending.object->depth].get();
      case Op::once:
        return lock->owner;
      case Op::relock:
        if (!task.woken) return nullptr;
        lock = pending.mutex;
        [[fallthrough]];
      case Op::lock:
      case Op::lock_shared:
        if (lock->owner != nullptr) return lock->owner;
        for (std::size_t i = 0; i < used_;
             ++i) {  // another reader, or the thread itself
          if ((lock->readers >> i & 1) != 0) return tasks_[i].get();
        }
        return nullptr;
      default:
        return nullptr;
    }
  };
  bool circle = false;
  bool signal = false;
  for (std::size_t i = 0; i < used_; ++i) {
    if (tasks_[i]->finished) continue;
    const Task* task = tasks_[i].get();
    std::size_t length = 0;
    while (task != nullptr && !task->finished && length++ <= used_) {
      const Task* next = blocker(*task);
      signal |= next == nullptr;
      task = next;
    }
    circle |= length > used_;
  }
  for (std::size_t i = 0; i < used_; ++i) {
    Task& task = *tasks_[i];
    if (task.finished) continue;
    const Object* object = task.pending.op == Op::relock && task.woken
                               ? task.pending.mutex
                               : task.pending.object;
    const bool has_address = object != nullptr && task.pending.op != Op::join;
    if (Step* step = note(
            task, task.pending.op,
            has_address ? reinterpret_cast<void*>(object->address) : nullptr)) {
      step->ending = Ending::blocked;
      step->before =
          static_cast<std::uint64_t>(object == nullptr ? 0 : object->unheard);
      step->value = task.woken;
      if (const Task* other = blocker(task)) step->other = other->id;
      // This runs on another thread's stack; what the thread itself noted when
      // it came here tells more.
      const bool from_library =
          task.pc < program_.begin || task.pc >= program_.end;
      for (std::size_t at = from_library ? trace_.size() - 1 : 0; at-- > 0;) {
        const Step& before = trace_[at];
        if (before.thread != task.id || before.stack.front() != task.pc)
          continue;
        step->stack = before.stack;
        break;
      }
    }
  }
  fail(circle || !signal ? Outcome::deadlock : Outcome::lost_wakeup, {});
}

// ---- recording ----

// Where the program called the library that called us: the compiler announces
// functions of the program only. Zero if the program itself called.
std::uint64_t Execution::caller_in_program(std::uint64_t pc) const {
  if (pc >= program_.begin && pc < program_.end) return 0;
  struct Search {
    std::uint64_t pc;
    Range program;
    bool passed = false;
    std::uint64_t found = 0;
  } search{pc, program_};
  const auto look = [](_Unwind_Context* context, void* data) {
    auto& looking = *static_cast<Search*>(data);
    const std::uint64_t at = _Unwind_GetIP(context);
    looking.passed |= at == looking.pc;
    if (!looking.passed || at < looking.program.begin ||
        at >= looking.program.end)
      return _URC_NO_REASON;
    looking.found = at;
    return _URC_END_OF_STACK;
  };
  _Unwind_Backtrace(look, &search);
  return search.found;
}

Step* Execution::note(Task& task, Op op, const void* address) {
  if (!record_ || trace_.size() > most_recorded) return nullptr;
  settle(task);
  Step& step = trace_.emplace_back();
  step.thread = task.id;
  step.op = op;
  step.object = reinterpret_cast<std::uint64_t>(address);
  step.stack.push_back(task.pc);
  if (const std::uint64_t caller = caller_in_program(task.pc))
    step.stack.push_back(caller);
  for (std::size_t i = std::min<std::size_t>(task.depth, most_calls); i > 0;
       --i)
    step.stack.push_back(task.calls[i - 1]);
  return &step;
}

void Execution::settle(Task& task) {
  if (task.writing == 0) return;
  Step& step = trace_[task.writing - 1];
  task.writing = 0;
  std::memcpy(&step.value, reinterpret_cast<void*>(step.object), step.size);
}

}  // namespace workbook::interleave
