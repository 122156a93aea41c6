#include "03-gil/drawing.hpp"

#include <fmt/format.h>

#include <utility>

namespace workbook {
namespace {

using Kind = Timeline::Kind;

thread_local std::string own_lane;  // empty: the thread is not drawn

}  // namespace

Drawing::Lane::Lane(Drawing& drawing, const std::string& name)
    : drawing_(drawing) {
  own_lane = name;
  drawing_.show_as(Kind::run, "runs");
}

Drawing::Lane::~Lane() {
  drawing_.timeline_.end(own_lane);
  own_lane.clear();
}

Drawing::Drawing(std::string title, const std::vector<std::string>& lanes)
    : timeline_(std::move(title)) {
  for (const std::string& lane : lanes) {
    timeline_.begin(lane, Kind::wait, "starts");
  }
}

GilOptions Drawing::lock(std::chrono::nanoseconds interval) {
  const auto draw = [this](GilEvent event) {
    switch (event) {
      case GilEvent::wait:
        show_as(Kind::wait, "waits for the lock");
        break;
      case GilEvent::take:
        show_as(Kind::run, "has the lock");
        break;
      case GilEvent::drop:
        if (!own_lane.empty()) timeline_.end(own_lane);
        break;
    }
  };
  return {.interval = interval, .on_event = draw};
}

void Drawing::show_as(Kind kind, const std::string& label) {
  if (!own_lane.empty()) timeline_.begin(own_lane, kind, label);
}

std::vector<std::string> thread_names(int threads) {
  std::vector<std::string> names;
  for (int i = 1; i <= threads; ++i)
    names.push_back(fmt::format("thread {}", i));
  return names;
}

}  // namespace workbook
