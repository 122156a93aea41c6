#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "workbook/stopwatch.hpp"

namespace workbook {

// A picture of who ran and who waited: a lane for each thread or process, spans
// of time on it.
//
//   Timeline timeline("Three downloads");
//   timeline.begin("first", Timeline::Kind::wait, "network");
//   download(url);
//   timeline.end("first");
//   timeline.show();
//
// Safe to use from many threads. Times are in seconds since it was made.
class Timeline {
 public:
  enum class Kind { run, wait };

  explicit Timeline(std::string title) : title_(std::move(title)) {}

  double now() const { return stopwatch_.seconds(); }

  // Begins a span now, and ends the one that the lane was in. A new lane goes
  // below the others.
  void begin(const std::string& lane, Kind kind, const std::string& label = "");

  // Ends the span that the lane is in.
  void end(const std::string& lane);

  // Adds a span whose times somebody else measured.
  void add(const std::string& lane, Kind kind, double from, double to,
           const std::string& label = "");

  // Ends all spans and prints one line a lane, at most 80 columns wide. When
  // the book is made it leaves the picture for it instead of the lines.
  void show();

 private:
  struct Span {
    double from;
    double to;  // less than `from` while it goes on
    Kind kind;
    std::string label;
  };
  struct Lane {
    std::string name;
    std::vector<Span> spans;
  };

  Lane& lane_named(const std::string& name);
  static void end_span(Lane& lane, double time);
  double last_end() const;
  void print() const;
  void save() const;

  const std::string title_;
  const Stopwatch stopwatch_;
  mutable std::mutex mutex_;
  std::vector<Lane> lanes_;  // guarded by mutex_
};

}  // namespace workbook
