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

namespace {

bool notifies(const Step& step) {
  return step.op == Op::notify_one || step.op == Op::notify_all;
}

std::string verb(const Step& step) {
  if (notifies(step)) return " notifies";
  const bool atomic = step.op != Op::read && step.op != Op::write;
  const bool writes =
      step.op == Op::write || step.op == Op::store || step.op == Op::exchange;
  return std::string(writes ? " writes" : " reads") +
         (atomic ? " (atomic)" : "");
}

}  // namespace

std::string Story::tell_race() const {
  if (trace_.empty()) return {};
  std::string text = "data race";
  // Who gives back memory does that with all that is in it.
  const Step& named = trace_[race_[notifies(trace_[race_[0]]) ? 0 : 1]];
  if (const std::string its = name(named.object); !its.empty())
    text += " on " + its;
  text += ": nothing orders these two, and one writes";
  for (const std::size_t i : race_) {
    const Step& step = trace_[i];
    text += "\n  " + thread_name(step.thread) + verb(step) + " at " + quote(i);
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
