#include "workbook/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "workbook/json.hpp"
#include "workbook/sections.hpp"

namespace workbook {
void Timeline::begin(const std::string& lane, Kind kind,
                     const std::string& label) {
  const double time = now();
  const std::lock_guard lock(mutex_);
  Lane& found = lane_named(lane);
  end_span(found, time);
  found.spans.push_back({time, -1, kind, label});
}

void Timeline::add(const std::string& lane, Kind kind, double from, double to,
                   const std::string& label) {
  const std::lock_guard lock(mutex_);
  lane_named(lane).spans.push_back({from, to, kind, label});
}

Timeline::Lane& Timeline::lane_named(const std::string& name) {
  auto found = std::ranges::find(lanes_, name, &Lane::name);
  if (found == lanes_.end()) found = lanes_.insert(lanes_.end(), {name, {}});
  return *found;
}

void Timeline::end(const std::string& lane) {
  const double time = now();
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(lanes_, lane, &Lane::name);
  if (found != lanes_.end()) end_span(*found, time);
}

void Timeline::show() {
  const double time = now();
  const std::lock_guard lock(mutex_);
  for (Lane& lane : lanes_) end_span(lane, time);
  if (capture_path("")) {
    save();
  } else {
    print();
  }
}

void Timeline::end_span(Lane& lane, double time) {
  if (!lane.spans.empty() && lane.spans.back().to < lane.spans.back().from) {
    lane.spans.back().to = time;
  }
}

double Timeline::last_end() const {
  double latest = 0;
  for (const Lane& lane : lanes_) {
    for (const Span& span : lane.spans) latest = std::max(latest, span.to);
  }
  return latest;
}

void Timeline::print() const {
  constexpr std::size_t line_width = 78;
  std::size_t name_width = 0;
  for (const Lane& lane : lanes_)
    name_width = std::max(name_width, lane.name.size());
  name_width = std::min<std::size_t>(name_width, 24);
  const std::size_t width = line_width - name_width - 4;

  fmt::print("{} (# runs, . waits)\n", title_);
  for (const Lane& lane : lanes_) {
    std::string bar(width, ' ');
    for (const Span& span : lane.spans) {
      const auto column = [&](double time) {
        return static_cast<std::size_t>(time / std::max(last_end(), 1e-9) *
                                        static_cast<double>(width));
      };
      const std::size_t first = std::min(column(span.from), width - 1);
      const std::size_t last = std::clamp(column(span.to), first + 1,
                                          width);  // no span is invisible
      std::fill(bar.begin() + static_cast<std::ptrdiff_t>(first),
                bar.begin() + static_cast<std::ptrdiff_t>(last),
                span.kind == Kind::run ? '#' : '.');
    }
    fmt::print("  {:<{}.{}} |{}|\n", lane.name, name_width, name_width, bar);
  }
  const std::string scale = last_end() < 1
                                ? fmt::format("{:.1f} ms", last_end() * 1e3)
                                : fmt::format("{:.2f} s", last_end());
  fmt::print("  {:<{}} 0{:>{}}\n", "", name_width, scale, width);
}

void Timeline::save() const {
  const auto path = capture_path(".timeline.json");
  if (!path) return;
  std::ofstream file(*path);
  file << fmt::format(R"({{"title":{},"end":{:.6f},"lanes":[)",
                      json_string(title_), last_end());
  const char* lane_separator = "";
  for (const Lane& lane : lanes_) {
    file << lane_separator
         << fmt::format(R"({{"name":{},"spans":[)", json_string(lane.name));
    const char* span_separator = "";
    for (const Span& span : lane.spans) {
      file << span_separator
           << fmt::format(
                  R"({{"from":{:.6f},"to":{:.6f},"kind":"{}","label":{}}})",
                  span.from, span.to, span.kind == Kind::run ? "run" : "wait",
                  json_string(span.label));
      span_separator = ",";
    }
    file << "]}";
    lane_separator = ",";
  }
  file << "]}\n";
}

}  // namespace workbook
