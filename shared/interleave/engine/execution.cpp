#include "interleave/engine/execution.hpp"

#include <limits.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace workbook::interleave {

__thread Task* current = nullptr;
Execution* execution = nullptr;

// The table of functions is made here, since runs start from a copy of the
// program's variables that is made later.
Execution::Execution(const Limits& limits)
    : limits_(limits), functions_(LibraryFunctions::of_program()) {}
Execution::~Execution() = default;

Failure Execution::run(const std::function<void()>& body, Strategy& strategy,
                       bool record) {
  body_ = &body;
  strategy_ = &strategy;
  record_ = record;
  trace_.clear();
  failure_ = {};
  used_ = alive_ = steps_ = 0;
  state_ = 0;
  now_ =
      std::int64_t{1} << 40;  // some twenty minutes after the machine started
  objects_.start_run();
  clock_object_.reset(0);
  creations_.reset(0);
  unseen_.reset(0);
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
    // Nothing here catches or cleans up, so that what leaves the thread finds
    // its stack as it was at the throw.
    asm("movq %%rsp, %0" : "=r"(task.bottom));
    task.result = task.start(task.argument);
  }
  execution->end(task);
}

// thread_local objects go first, last one first, then what the C library keeps
// by keys: the order that the C library has too.
void Execution::end(Task& task) {
  while (!task.destructors.empty()) {
    const Task::Destructor last = task.destructors.back();
    task.destructors.pop_back();
    last.run(last.object);
  }
  const bool keeps =
      std::any_of(task.specific.begin(), task.specific.end(),
                  [](const auto& key_and_value) {
                    return key_and_value.second != nullptr &&
                           destructor_of_key(key_and_value.first) != nullptr;
                  });
  if (keeps) {  // what the standard library writes then, we do not see
    task.inside = true;
    arrive(task, {Op::at_exit, Effect::write, &unseen_, nullptr, never});
    happened(task, Op::at_exit, &unseen_, Effect::write);
    unseen_.released.join(task.clock);
    task.clock.tick(task.id);
    task.inside = false;
  }
  for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; ++round) {
    // A destructor may add to these.
    // NOLINTNEXTLINE(modernize-loop-convert)
    for (std::size_t i = 0; i < task.specific.size(); ++i) {
      const auto [key, value] = task.specific[i];
      task.specific[i].second = nullptr;
      const KeyDestructor destroy = destructor_of_key(key);
      if (value != nullptr && destroy != nullptr) destroy(value);
    }
  }
  task.inside = true;
  finish(task);
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
  // The number of a thread, and what follows from it, depends on that order.
  happened(parent, Op::create, &creations_, Effect::write);
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

}  // namespace workbook::interleave
