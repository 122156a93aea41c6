#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace workbook {

// How late things were. Keeps every one, in the order in which they came.
class Latencies {
 public:
  using Duration = std::chrono::nanoseconds;

  void add(Duration late) { late_.push_back(late); }

  std::size_t count() const { return late_.size(); }

  // The least lateness that `percent` of all do not exceed (nearest rank): 50
  // is the median, 100 the maximum. Throws std::logic_error when there are
  // none, std::invalid_argument unless 0 < percent <= 100.
  Duration percentile(double percent) const;

  // How many were later than `from` and not later than `to`.
  std::size_t between(Duration from, Duration to) const;

 private:
  std::vector<Duration> late_;
};

// "0.08 ms": as many digits as say something.
std::string milliseconds(Latencies::Duration duration);

// A bar for each doubling of the lateness, a line each, from 1/8 ms. Bars grow
// with the number of digits rather than with the number: a single late one is
// seen beside a thousand.
std::string histogram(const Latencies& latencies);

}  // namespace workbook
