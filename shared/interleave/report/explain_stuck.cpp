// Why no thread can go on, in words: who has what, and who waits for what.

#include <algorithm>
#include <map>
#include <vector>

#include "interleave/report/story.hpp"

namespace workbook::interleave {
namespace {

// Those who wait for each other, in that order; empty if there is no circle.
// `waits_for` has the thread that each stuck thread waits for, if any.
std::vector<int> find_circle(const std::map<int, int>& waits_for) {
  for (const auto& [first, next] : waits_for) {
    std::vector<int> path;
    int thread = first;
    while (std::find(path.begin(), path.end(), thread) == path.end()) {
      path.push_back(thread);
      const auto at = waits_for.find(thread);
      if (at == waits_for.end()) break;
      thread = at->second;
    }
    const auto begin = std::find(path.begin(), path.end(), thread);
    if (waits_for.contains(path.back())) return {begin, path.end()};
  }
  return {};
}

std::string what_is_missing(Awaited awaited) {
  switch (awaited) {
    case Awaited::latch:
      return "nobody is left to count the latch down";
    case Awaited::barrier:
      return "too few threads come to the barrier";
    case Awaited::semaphore:
      return "nobody is left to release the semaphore";
    case Awaited::future:
      return "nobody is left to make the future ready";
    case Awaited::notification:
      break;
  }
  return "nobody is left to notify";
}

}  // namespace

// For each lock that is held, the step that took it.
std::map<std::uint64_t, std::size_t> Story::locks_held() const {
  std::map<std::uint64_t, std::size_t> held;
  for (std::size_t i = 0; i < trace_.size(); ++i) {
    const Step& step = trace_[i];
    const bool done = step.ending == Ending::done;
    if (done && (step.op == Op::lock || step.op == Op::try_lock ||
                 step.op == Op::lock_shared || step.op == Op::try_lock_shared))
      held[step.object] = i;
    if (done && step.op == Op::relock) held[step.value] = i;
    if (step.op == Op::unlock || step.op == Op::unlock_shared)
      held.erase(step.object);
    if (step.op == Op::wait) held.erase(step.value);
  }
  return held;
}

// The steps that took a place of a semaphore which was not given back.
std::vector<std::size_t> Story::places_taken(std::uint64_t semaphore) const {
  std::vector<std::size_t> taken;
  for (std::size_t i = 0; i < trace_.size(); ++i) {
    const Step& step = trace_[i];
    const bool changes = step.op == Op::exchange || step.op == Op::acquire ||
                         step.op == Op::try_lock || step.op == Op::release;
    if (step.object != semaphore || step.ending != Ending::done || !changes)
      continue;
    const bool gives = step.op == Op::release ||
                       places_[i].library_call().starts_with("release");
    if (!gives) {
      taken.push_back(i);
    } else if (!taken.empty()) {
      const auto own = std::find_if(
          taken.begin(), taken.end(),
          [&](std::size_t t) { return trace_[t].thread == step.thread; });
      taken.erase(own == taken.end() ? taken.begin() : own);
    }
  }
  return taken;
}

std::string Story::tell_stuck() const {
  std::map<int, std::size_t> stuck;
  std::map<int, int> waits_for;
  for (std::size_t i = 0; i < trace_.size(); ++i) {
    if (!is_stuck(i)) continue;
    stuck[trace_[i].thread] = i;
    if (is_thread(trace_[i].other))
      waits_for[trace_[i].thread] = trace_[i].other;
  }
  const auto has_ended = [&](std::uint8_t thread) {
    return is_thread(thread) && !stuck.contains(thread);
  };
  std::vector<int> order = outcome_ == Outcome::deadlock
                               ? find_circle(waits_for)
                               : std::vector<int>();
  std::string text = "deadlock: these wait for each other";
  if (order.size() == 1) text = "deadlock: a thread waits for itself";
  // Without a circle, the cause comes first: who waits for nobody that is
  // there.
  if (order.empty()) {
    for (const auto& [thread, i] : stuck) {
      const std::uint8_t other = trace_[i].other;
      if (is_thread(other) && !has_ended(other)) continue;
      if (order.empty()) {
        text =
            outcome_ == Outcome::lost_wakeup ? "lost wake-up: " : "deadlock: ";
        text += is_thread(other) ? "a thread has ended and kept the lock"
                                 : what_is_missing(trace_[i].awaited);
      }
      order.push_back(thread);
    }
  }
  for (const auto& [thread, i] : stuck) {
    if (std::find(order.begin(), order.end(), thread) == order.end())
      order.push_back(thread);
  }
  const auto held = locks_held();
  for (const int thread : order) {
    const std::size_t i = stuck.at(thread);
    const Step& step = trace_[i];
    text += "\n  " + thread_name(thread);
    std::string has;
    for (const auto& [object, taken] : held) {
      if (trace_[taken].thread == thread && !name(object).empty())
        has += (has.empty() ? "" : ", ") + name(object) + " (" +
               places_[taken].where() + ")";
    }
    if (!has.empty()) text += " has " + has + " and";
    text += " " + action(i) + " at " + quote(i);
    if (has_ended(step.other))
      text += "\n    but " + thread_name(step.other) + " has ended";
    const bool on_signal = step.op == Op::relock || step.op == Op::unpark;
    if (on_signal && step.awaited == Awaited::notification && step.value == 0 &&
        step.before > 0) {
      text += "\n    it was notified " +
              (step.before == 1 ? std::string("once")
                                : std::to_string(step.before) + " times") +
              " when nobody waited yet";
    }
    if (step.awaited != Awaited::semaphore) continue;
    for (const std::size_t taken : places_taken(step.object)) {
      text += "\n    " + thread_name(trace_[taken].thread) +
              " took a place at " + places_[taken].where() + " and " +
              (has_ended(trace_[taken].thread) ? "has ended" : "has it still");
    }
  }
  return text;
}

}  // namespace workbook::interleave
