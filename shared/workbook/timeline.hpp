#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "workbook/stopwatch.hpp"

namespace workbook {

// A picture of who ran and who waited: a lane for each thread or process, spans of time on it.
//
//   Timeline timeline("Three downloads");
//   const double from = timeline.now();
//   download(url);
//   timeline.add(url, from, timeline.now(), Timeline::Kind::wait, "network");
//   timeline.show();
//
// Safe to use from many threads. Times are in seconds since it was made.
class Timeline {
 public:
  enum class Kind { run, wait };

  explicit Timeline(std::string title) : title_(std::move(title)) {}

  double now() const { return stopwatch_.seconds(); }

  // Adds a span; the first span of a lane makes the lane, below those that are there.
  void add(const std::string& lane, double from, double to, Kind kind,
           const std::string& label = "");

  // Prints one line a lane, at most 80 columns wide, and leaves the picture for the book.
  void show() const;

 private:
  struct Span {
    double from;
    double to;
    Kind kind;
    std::string label;
  };
  struct Lane {
    std::string name;
    std::vector<Span> spans;
  };

  double end() const;
  void print() const;
  void save() const;

  const std::string title_;
  const Stopwatch stopwatch_;
  mutable std::mutex mutex_;
  std::vector<Lane> lanes_;  // guarded by mutex_
};

}  // namespace workbook
