#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "interleave/engine/clock.hpp"
#include "interleave/engine/code_map.hpp"
#include "interleave/engine/fiber.hpp"
#include "interleave/engine/heap.hpp"
#include "interleave/engine/library_functions.hpp"
#include "interleave/engine/memory.hpp"
#include "interleave/engine/objects.hpp"
#include "interleave/engine/run.hpp"
#include "interleave/engine/step.hpp"
#include "interleave/engine/strategy.hpp"
#include "interleave/engine/task.hpp"

namespace workbook::interleave {

// Runs a body once, one thread at a time, in the order that a strategy decides.
class Execution {
 public:
  explicit Execution(const Limits& limits);
  ~Execution();

  Failure run(const std::function<void()>& body, Strategy& strategy,
              bool record = false);
  const std::vector<Step>& trace() const { return trace_; }
  std::size_t steps() const { return steps_; }

  // Where plain accesses raced, when races are ignored: accesses from there are
  // steps of the schedule.
  std::vector<std::uint64_t> racy;

  // ---- for the operations, in the thread that does them ----

  Object& object(const void* address) { return objects_.at(address); }
  // Waits for the turn of `task`. False: its time was over first.
  bool arrive(Task& task, const Pending& pending);
  // The step was made. `variant` tells apart what came of it.
  void happened(Task& task, Op op, Object* object, Effect effect,
                std::uint64_t variant = 0);
  // One of `count` possible things, decided by the strategy. All but the first
  // cost that many preemptions.
  std::size_t pick(Task& task, std::size_t count, std::uint8_t cost = 0);
  // Whether a weak exchange fails without need.
  bool fails_for_no_reason(Task& task) {
    return limits_.weak_failures && pick(task, 2, 1) == 1;
  }
  // A step for the schedule that is shown. Null unless this run is recorded.
  Step* note(Task& task, Op op, const void* address);
  void settle(Task& task);  // looks up the value that the last noted write left
  // Whether to read again what the thread saw unchanged is not worth a step.
  bool stutters(Task& task, Object& object);
  void saw(Task& task,
           Object& object);  // read it, at the place where the thread is
  void moved(Task& task) { task.seen.clear(), task.stutter = 0; }

  Task& create(Task& parent, void* (*start)(void*), void* argument);
  // Its function has returned, or it called pthread_exit.
  [[noreturn]] void end(Task& task);
  [[noreturn]] void fail(Outcome outcome, std::string message);
  void check_race(Task& task, const void* address, std::size_t size,
                  Access access);
  void plain(Task& task, const void* address, std::size_t size, Access access);

  // Locks, shared by mutexes, reader/writer locks and condition variables.
  void take(Task& task, Object& lock);
  void drop(Task& task, Object& lock);

  std::span<const std::unique_ptr<Task>> tasks() const {
    return {tasks_.data(), used_};
  }
  std::int64_t now() const { return now_; }
  std::int64_t tick(Task& task);  // reads the clock
  void time_passed(Task& task);   // a wait of `task` timed out
  const CodeMap& code() const { return code_; }
  Memory& memory() { return memory_; }
  Heap& heap() { return heap_; }
  bool alone() const { return used_ == 1; }
  const Limits& limits() const { return limits_; }
  std::uint64_t activity() const { return activity_; }
  // What is read that no step wrote may have been written at a thread's end.
  const Object& unseen() const { return unseen_; }
  const Assumptions& assumptions() const { return assumptions_; }
  Task* running() const { return running_; }
  // What a task waits for that sleeps on a futex or waits for a signal.
  Awaited awaited(const Task& task) const;

 private:
  static void run_task(void* task);
  static void note_change(Task& task);
  std::uint64_t place_of(const Task& task) const;
  std::uint64_t local_state(const Task& task) const;
  bool waits_for_change(Task& task, const Task::Seen& seen);
  Task& new_task();
  bool enabled(const Task& task) const;
  void schedule(Task& self);
  void collect(const Task& self);
  std::uint64_t future(const Task& task, const Pending& pending,
                       std::uint64_t variant) const;
  [[noreturn]] void finish(Task& task);
  [[noreturn]] void stuck();
  std::vector<bool> find_hopeful() const;
  std::vector<Task*> holders(const Task& task) const;
  [[noreturn]] void leave();

  Limits limits_;
  Strategy* strategy_ = nullptr;
  const std::function<void()>* body_ = nullptr;
  HostFiber host_;
  std::vector<std::unique_ptr<Task>> tasks_;
  std::size_t used_ = 0;
  std::size_t alive_ = 0;
  std::vector<Alternative> alternatives_;
  std::uint64_t state_ =
      0;  // a hash of what happened, up to the order of independent steps
  Task* running_ = nullptr;
  bool grow_ = false;  // the host is asked for one more task
  std::size_t steps_ = 0;
  std::uint64_t activity_ = 0;
  std::int64_t now_ = 0;
  Failure failure_;
  Assumptions assumptions_;
  bool record_ = false;
  std::vector<Step> trace_;

  CodeMap code_;
  const LibraryFunctions& functions_;
  Objects objects_;
  Object clock_object_;
  Object creations_;  // which thread was created after which
  Object unseen_;     // what the standard library writes at the ends of threads
  Memory memory_;
  Heap heap_;
};

// The thread of the program under test that runs now, or null: then everything
// is as usual.
extern __thread Task* current;
extern Execution* execution;

// What pthread_key_create was told to do with the value of a thread that ends.
using KeyDestructor = void (*)(void*);
KeyDestructor destructor_of_key(unsigned key);

}  // namespace workbook::interleave
