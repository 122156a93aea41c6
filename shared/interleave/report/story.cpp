#include "interleave/report/story.hpp"

namespace workbook::interleave {

std::string thread_name(int thread) {
  return thread == 0 ? "main" : "thread " + std::to_string(thread);
}

Story::Story(Outcome outcome, const std::vector<Step>& trace,
             std::array<std::size_t, 2> race)
    : outcome_(outcome),
      trace_(trace),
      race_(race),
      places_(find_places(trace)),
      names_(trace, places_) {}

bool Story::is_race(std::size_t i) const {
  return outcome_ == Outcome::data_race && (i == race_[0] || i == race_[1]);
}

bool Story::is_end(std::size_t i) const {
  return i + 1 == trace_.size() && trace_[i].op == Op::check;
}

bool Story::is_stuck(std::size_t i) const {
  if (outcome_ != Outcome::deadlock && outcome_ != Outcome::lost_wakeup)
    return false;
  for (std::size_t later = i; later < trace_.size();
       ++later) {  // stuck steps are the last ones
    if (trace_[later].ending != Ending::blocked) return false;
  }
  return true;
}

bool Story::is_waited_for(int thread) const {
  for (std::size_t i = trace_.size(); i-- > 0 && is_stuck(i);) {
    if (trace_[i].other == thread) return true;
  }
  return false;
}

}  // namespace workbook::interleave
