#include "workbook/curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <stdexcept>

#include "workbook/json.hpp"
#include "workbook/sections.hpp"

namespace workbook {

void Curve::add(const std::string& line, double x, double y) {
  const bool has_logarithm = x > 0 && y > 0;  // and is a number
  if (!has_logarithm)
    throw std::invalid_argument("a point of a curve is greater than 0");
  auto found = std::ranges::find(lines_, line, &Line::name);
  if (found == lines_.end()) found = lines_.insert(lines_.end(), {line, {}});
  found->points.push_back({x, y});
}

void Curve::show() const {
  if (const auto path = capture_path(".curve.json")) {
    save(*path);
  } else {
    print();
  }
}

void Curve::print() const {
  constexpr double columns = 50;
  double least = 1;
  double most = 1;
  for (const Line& line : lines_) {
    for (const Point& point : line.points) {
      least = std::min(least, point.y);
      most = std::max(most, point.y);
    }
  }
  const double doublings = std::max(std::log2(most / least), 1.0);

  fmt::print("{}\n  {} | {}; each step doubles\n", title_, x_name_, y_name_);
  for (const Line& line : lines_) {
    fmt::print("  {}\n", line.name);
    for (const Point& point : line.points) {
      const auto length = static_cast<std::size_t>(
          std::lround(std::log2(point.y / least) / doublings * columns));
      fmt::print("  {:>{}g} |{} {:.3g}\n", point.x, x_name_.size(),
                 std::string(length, '#'), point.y);
    }
  }
}

void Curve::save(const std::string& path) const {
  std::ofstream file(path);
  file << fmt::format(R"({{"title":{},"x":{},"y":{},"lines":[)",
                      json_string(title_), json_string(x_name_),
                      json_string(y_name_));
  const char* line_separator = "";
  for (const Line& line : lines_) {
    file << line_separator
         << fmt::format(R"({{"name":{},"points":[)", json_string(line.name));
    const char* point_separator = "";
    for (const Point& point : line.points) {
      file << point_separator << fmt::format("[{},{:.6g}]", point.x, point.y);
      point_separator = ",";
    }
    file << "]}";
    line_separator = ",";
  }
  file << "]}\n";
}

}  // namespace workbook
