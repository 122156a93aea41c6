#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "03-gil/gil.hpp"
#include "workbook/timeline.hpp"

namespace workbook {

// Draws on a timeline which thread has a lock, and who waits for it.
//
//   Drawing drawing("Two threads", {"thread 1", "thread 2"});
//   Gil gil(drawing.lock());
//   ... in each thread:
//   const Drawing::Lane lane(drawing, "thread 1");
//   gil.take();
class Drawing {
 public:
  // The calling thread is drawn in the lane `name` while this exists: at first
  // as one that runs, from then on as the lock and show_as() say.
  class Lane {
   public:
    Lane(Drawing& drawing, const std::string& name);
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;
    ~Lane();

   private:
    Drawing& drawing_;
  };

  // The lanes are drawn in this order.
  Drawing(std::string title, const std::vector<std::string>& lanes);

  // Options for a lock that is drawn. The drawing must outlive it.
  GilOptions lock(std::chrono::nanoseconds interval = GilOptions().interval);

  // What the calling thread does from now on.
  void show_as(Timeline::Kind kind, const std::string& label);

  void show() { timeline_.show(); }

 private:
  Timeline timeline_;
};

// "thread 1", "thread 2", ...
std::vector<std::string> thread_names(int threads);

}  // namespace workbook
