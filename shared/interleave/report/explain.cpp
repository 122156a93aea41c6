// What went wrong, in words.

#include <algorithm>
#include <filesystem>
#include <map>

#include "interleave/report/story.hpp"

namespace workbook::interleave {

std::string Story::quote(std::size_t i) const {
  const Place& place = places_[i];
  return place.where() + (place.source.empty() ? "" : "  " + place.source);
}

std::string Story::tell_race() const {
  if (trace_.empty()) return {};
  std::string text = "data race";
  const Step& second = trace_[race_[1]];
  if (const std::string its = name(second.object); !its.empty())
    text += " on " + its;
  text += ": nothing orders these two, and one writes";
  for (const std::size_t i : race_) {
    const Step& step = trace_[i];
    const bool atomic = step.op != Op::read && step.op != Op::write;
    const bool writes =
        step.op == Op::write || step.op == Op::store || step.op == Op::exchange;
    text += "\n  " + thread_name(step.thread) +
            (writes ? " writes" : " reads") + (atomic ? " (atomic)" : "") +
            " at " + quote(i);
    const Place& place = places_[i];
    for (std::size_t f = place.user + 1; f < place.frames.size(); ++f) {
      const Frame& frame = place.frames[f];
      if (frame.is_users()) {
        text += "\n      called from " +
                std::filesystem::path(frame.file).filename().string() + ":" +
                std::to_string(frame.line) + "  " +
                source_line(frame.file, frame.line);
      }
    }
  }
  return text;
}

std::string Story::tell_stuck() const {
  const bool circle = outcome_ == Outcome::deadlock;
  std::map<std::uint64_t, std::size_t> holders;  // the step that took the lock
  std::map<int, std::size_t> stuck;
  for (std::size_t i = 0; i < trace_.size(); ++i) {
    const Step& step = trace_[i];
    const bool done = step.ending == Ending::done;
    if (done && (step.op == Op::lock || step.op == Op::try_lock ||
                 step.op == Op::lock_shared || step.op == Op::try_lock_shared))
      holders[step.object] = i;
    if (done && step.op == Op::relock) holders[step.value] = i;
    if (step.op == Op::unlock || step.op == Op::unlock_shared)
      holders.erase(step.object);
    if (step.op == Op::wait) holders.erase(step.value);
    if (is_stuck(i)) stuck[step.thread] = i;
  }
  // Round the circle, if there is one.
  std::vector<int> round;
  for (const auto& [first, step] : stuck) {
    std::vector<int> path;
    int thread = first;
    while (std::find(path.begin(), path.end(), thread) == path.end()) {
      path.push_back(thread);
      const auto at = stuck.find(thread);
      if (at == stuck.end() || !is_thread(trace_[at->second].other)) {
        path.clear();
        break;
      }
      thread = trace_[at->second].other;
    }
    if (path.empty()) continue;
    round.assign(std::find(path.begin(), path.end(), thread), path.end());
    break;
  }
  std::string text =
      circle ? (round.empty() ? "deadlock: nobody can go on"
                              : "deadlock: these wait for each other")
             : "lost wake-up: nobody is left to wake";
  if (circle && round.size() == 1) text = "deadlock: a thread waits for itself";
  const auto tell_one = [&](int thread) {
    const std::size_t i = stuck.at(thread);
    const Step& step = trace_[i];
    text += "\n  " + thread_name(thread);
    std::string has;
    for (const auto& [object, taken] : holders) {
      if (trace_[taken].thread == thread && !name(object).empty())
        has += (has.empty() ? "" : ", ") + name(object) + " (" +
               places_[taken].where() + ")";
    }
    if (!has.empty()) text += " has " + has + " and";
    text += " " + action(i) + " at " + quote(i);
    if (is_thread(step.other) && !stuck.contains(step.other))
      text += "\n    but " + thread_name(step.other) + " has ended";
    const bool on_signal = step.op == Op::relock || step.op == Op::unpark;
    if (on_signal && step.value == 0 && step.before > 0) {
      text += "\n    it was notified " +
              (step.before == 1 ? std::string("once")
                                : std::to_string(step.before) + " times") +
              " when nobody waited yet";
    }
  };
  // Whoever the others wait for comes first.
  if (circle) {
    for (const int thread : round) tell_one(thread);
  } else {
    for (const auto& [thread, i] : stuck) {
      if (!is_thread(trace_[i].other)) tell_one(thread);
    }
  }
  for (const auto& [thread, i] : stuck) {
    const bool told =
        circle ? std::find(round.begin(), round.end(), thread) != round.end()
               : !is_thread(trace_[i].other);
    if (!told) tell_one(thread);
  }
  return text;
}

std::string Story::tell_where_threads_are() const {
  std::string text;
  std::map<int, std::size_t> last;
  const std::size_t recent = trace_.size() > 200 ? trace_.size() - 200 : 0;
  for (std::size_t i = recent; i < trace_.size(); ++i) {
    if (places_[i].known()) last[trace_[i].thread] = i;
  }
  for (const auto& [thread, i] : last)
    text += "\n  " + thread_name(thread) + " is at " + quote(i);
  return text;
}

std::string Story::tell_end(const std::string& message) const {
  if (trace_.empty() || trace_.back().op != Op::check ||
      !places_.back().known())
    return message;
  const std::string text = message.empty() ? "a check failed" : message;
  return text + "\n  " + thread_name(trace_.back().thread) + " at " +
         quote(trace_.size() - 1);
}

}  // namespace workbook::interleave
