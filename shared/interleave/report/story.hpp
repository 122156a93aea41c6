#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "interleave/engine/step.hpp"
#include "interleave/interleave.hpp"
#include "interleave/report/object_names.hpp"
#include "interleave/report/places.hpp"

namespace workbook::interleave {

// The recorded steps, with their places in the source and the names of what
// they touch.
class Story {
 public:
  Story(Outcome outcome, const std::vector<Step>& trace,
        std::array<std::size_t, 2> race);

  Outcome outcome() const { return outcome_; }
  const std::vector<Step>& trace() const { return trace_; }
  const Place& place(std::size_t i) const { return places_[i]; }
  const std::string& source(std::size_t i) const { return places_[i].source; }
  std::string name(std::uint64_t object) const { return names_.of(object); }

  bool is_race(std::size_t i) const;   // one of the two accesses
  bool is_end(std::size_t i) const;    // the failed check or the crash
  bool is_stuck(std::size_t i) const;  // what a thread waits for at the end

  // Another thread is stuck because of this one.
  bool is_waited_for(int thread) const;

  // What a step does, in words: "reads 0 from count".
  std::string action(std::size_t i) const;

  // What went wrong, in one or more lines.
  std::string tell_race() const;
  std::string tell_stuck() const;
  std::string tell_where_threads_are() const;
  std::string tell_end(const std::string& message) const;

 private:
  std::map<std::uint64_t, std::size_t> locks_held() const;
  std::vector<std::size_t> places_taken(std::uint64_t semaphore) const;
  std::string quote(std::size_t i) const;

  Outcome outcome_;
  const std::vector<Step>& trace_;
  std::array<std::size_t, 2> race_;
  std::vector<Place> places_;
  ObjectNames names_;
};

constexpr bool is_thread(std::uint8_t other) { return other != 0xFF; }
std::string thread_name(int thread);

}  // namespace workbook::interleave
