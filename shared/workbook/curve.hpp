#pragma once

#include <string>
#include <utility>
#include <vector>

namespace workbook {

// A picture of how one figure grows with another, for instance speed with the
// number of workers. On both axes each step doubles, so what grows in
// proportion is a straight line, whatever the sizes.
//
//   Curve curve("Downloads", "workers", "times as fast as one");
//   curve.add("8 files", 1, 1);
//   curve.add("8 files", 2, 1.98);
//   curve.show();
class Curve {
 public:
  Curve(std::string title, std::string x_name, std::string y_name)
      : title_(std::move(title)),
        x_name_(std::move(x_name)),
        y_name_(std::move(y_name)) {}

  // Adds a point to the line of this name; a new line comes after the others.
  // Throws std::invalid_argument unless both are greater than 0.
  void add(const std::string& line, double x, double y);

  // Prints a bar for each point. When the book is made it leaves the picture
  // for it instead of the bars.
  void show() const;

 private:
  struct Point {
    double x;
    double y;
  };
  struct Line {
    std::string name;
    std::vector<Point> points;
  };

  void print() const;
  void save(const std::string& path) const;

  const std::string title_;
  const std::string x_name_;
  const std::string y_name_;
  std::vector<Line> lines_;
};

}  // namespace workbook
