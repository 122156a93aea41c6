// A step in words.

#include <cstdio>

#include "interleave/report/story.hpp"

namespace workbook::interleave {
namespace {

std::string number(std::uint64_t value, std::size_t size) {
  const auto sign = [&](auto narrow) { return std::to_string(narrow); };
  switch (size) {
    case 1:
      return sign(static_cast<int>(static_cast<std::int8_t>(value)));
    case 2:
      return sign(static_cast<std::int16_t>(value));
    case 4:
      return sign(static_cast<std::int32_t>(value));
    default:
      break;
  }
  if (looks_like_an_address(value)) {
    char text[24];
    std::snprintf(text, sizeof(text), "0x%llx",
                  static_cast<unsigned long long>(value));
    return text;
  }
  return sign(static_cast<std::int64_t>(value));
}

std::string waits_for(Awaited awaited, const std::string& its) {
  switch (awaited) {
    case Awaited::latch:
      return "waits for " + (its.empty() ? "a latch" : "the latch " + its);
    case Awaited::barrier:
      return "waits at " + (its.empty() ? "a barrier" : "the barrier " + its);
    case Awaited::semaphore:
      return "waits for a place of " + (its.empty() ? "a semaphore" : its);
    case Awaited::future:
      return "waits for a future";
    case Awaited::notification:
      break;
  }
  return its.empty() ? "waits" : "waits for a change of " + its;
}

}  // namespace

std::string Story::action(std::size_t i) const {
  const Step& step = trace_[i];
  const std::string its = name(step.object);
  const std::string who = is_thread(step.other) ? thread_name(step.other) : "";
  const std::string held = who.empty() ? ""
                           : step.other == step.thread
                               ? " (has it itself)"
                               : " (" + who + " has it)";
  const std::string from = its.empty() ? "" : " from " + its;
  const std::string to = its.empty() ? "" : " to " + its;
  const bool blocked = step.ending == Ending::blocked;
  const bool failed = step.ending == Ending::failed;
  const bool timed_out = step.ending == Ending::timed_out;
  switch (step.op) {
    case Op::read: {
      const bool crashed = is_race(i) && i == race_[1];
      return step.size > 8 || crashed
                 ? "reads " + names_.of(step.object, "the same memory")
                 : "reads " + number(step.before, step.size) + from;
    }
    case Op::write: {
      const bool unknown = is_race(i) && i == race_[1];
      return step.size > 8 || unknown
                 ? "writes " + names_.of(step.object, "the same memory")
                 : "writes " + number(step.value, step.size) + to;
    }
    case Op::load:
      if (step.size > 8) return its.empty() ? "reads" : "reads " + its;
      return "reads " + number(step.before, step.size) + from;
    case Op::store:
      if (step.size > 8) return its.empty() ? "writes" : "writes " + its;
      return "writes " + number(step.value, step.size) + to;
    case Op::exchange:
      if (step.size > 8)
        return (failed ? "no exchange" : "changes") +
               (its.empty() ? "" : (failed ? " of " : " ") + its);
      if (failed)
        return "finds " + number(step.before, step.size) +
               (its.empty() ? "" : " in " + its) + ", no exchange";
      if (step.before == step.value)
        return "finds " + number(step.before, step.size) +
               (its.empty() ? "" : " in " + its);
      return "changes " + (its.empty() ? std::string() : its + " from ") +
             number(step.before, step.size) + " to " +
             number(step.value, step.size);
    case Op::fence:
      return "fence";
    case Op::lock:
      return blocked     ? "waits for " + its + held
             : timed_out ? "gives up waiting for " + its
                         : "locks " + its;
    case Op::try_lock:
      return failed ? "does not get " + its + held : "locks " + its;
    case Op::lock_shared:
      return blocked     ? "waits for " + its + held
             : timed_out ? "gives up waiting for " + its
                         : "locks " + its + ", shared";
    case Op::try_lock_shared:
      return failed ? "does not get " + its + held
                    : "locks " + its + ", shared";
    case Op::unlock:
    case Op::unlock_shared:
      return "unlocks " + its;
    case Op::wait:
      return "waits on " + its + ", unlocks " +
             names_.of(step.value, "the mutex");
    case Op::relock:
      if (blocked && step.value != 0) return "waits for " + its + held;
      return blocked ? "waits on " + its
             : timed_out
                 ? "stops waiting: its time is over"
                 : "wakes up, locks " + names_.of(step.value, "the mutex");
    case Op::notify_one:
    case Op::notify_all:
      if (failed) return "notifies " + its + ": nobody waits";
      return step.op == Op::notify_all ? "notifies " + its + ": wakes all"
                                       : "notifies " + its + ": wakes " + who;
    case Op::park:
      return failed ? "need not wait" : waits_for(step.awaited, its);
    case Op::unpark:
      return blocked     ? waits_for(step.awaited, its)
             : timed_out ? "stops waiting: its time is over"
                         : "wakes up";
    case Op::wake:
      return failed ? "notifies: nobody waits" : "notifies: wakes " + who;
    case Op::acquire:
      return blocked     ? "waits for a place of " + its
             : timed_out ? "stops waiting: its time is over"
             : failed    ? "finds no place"
                         : "takes a place of " + its;
    case Op::release:
      return "gives back a place of " + its;
    case Op::join:
      return "waits for " + who + " to end";
    case Op::once:
      return blocked ? "waits until " + who + " has done it"
                     : "does what is done once";
    case Op::yield:
      return "gives way";
    case Op::check:
      switch (outcome_) {
        case Outcome::assertion:
          return "fails";
        case Outcome::exception:
          return "ends with an exception";
        case Outcome::livelock:
          return "runs on and on";
        default:
          return "crashes";
      }
    default:
      return "goes on";
  }
}

}  // namespace workbook::interleave
