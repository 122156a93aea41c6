#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/engine/step.hpp"
#include "interleave/report/symbolize.hpp"

namespace workbook::interleave {

// Where in the source a step is.
struct Place {
  std::vector<Frame> frames;  // innermost first
  std::size_t user = 0;  // the innermost frame of the user's, or frames.size()
  std::string source;    // the text of its line

  bool known() const { return user < frames.size(); }
  const Frame& frame() const { return frames[user]; }
  std::string where() const;  // "queue.cpp:12"

  // The user calls the object directly, or through one function of the standard
  // library such as atomic::load, so the line of the user names the object.
  bool is_direct() const;

  // The call of the user's that led to a step inside the standard library.
  std::string library_call() const;
  // Inside a call of a latch, a barrier or a semaphore: all it touches is that.
  bool is_in_synchronization() const;
  // Whether `name` is in the name of the function that was called.
  bool calls(std::string_view name) const;
};

std::vector<Place> find_places(const std::vector<Step>& trace);

}  // namespace workbook::interleave
