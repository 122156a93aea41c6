#include "13-responsive-event-loop/latencies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace workbook {

// #region percentile
Latencies::Duration Latencies::percentile(double percent) const {
  if (late_.empty()) throw std::logic_error("a percentile of nothing");
  const bool is_percent = percent > 0 && percent <= 100;
  if (!is_percent)
    throw std::invalid_argument("a percentile is above 0 and at most 100");
  std::vector<Duration> sorted = late_;
  std::ranges::sort(sorted);
  const double rank =
      std::ceil(percent / 100 * static_cast<double>(sorted.size()));
  return sorted[static_cast<std::size_t>(rank) - 1];
}
// #endregion percentile

std::size_t Latencies::between(Duration from, Duration to) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      late_, [&](Duration late) { return from < late && late <= to; }));
}

std::string milliseconds(Latencies::Duration duration) {
  const double value =
      std::chrono::duration<double, std::milli>(duration).count();
  const int digits = value < 0.995 ? 2 : value < 99.5 ? 1 : 0;
  return fmt::format("{:.{}f} ms", value, digits);
}

std::string histogram(const Latencies& latencies) {
  using namespace std::chrono_literals;
  constexpr double columns = 50;
  constexpr double most = 10'000;  // ticks that a bar of `columns` stands for
  std::string text = "  late by up to    ticks\n";
  Latencies::Duration from = Latencies::Duration::min();
  std::size_t shown = 0;
  for (Latencies::Duration to = 125us; shown < latencies.count(); to *= 2) {
    const std::size_t ticks = latencies.between(from, to);
    const double length =
        std::log(1.0 + static_cast<double>(ticks)) / std::log(1.0 + most);
    const auto bar = static_cast<std::size_t>(
        std::min(std::ceil(length * columns), columns));
    text += fmt::format(
        "{:>12} ms {:>8}{}\n",
        fmt::format("{:g}",
                    std::chrono::duration<double, std::milli>(to).count()),
        ticks, bar == 0 ? "" : ' ' + std::string(bar, '#'));
    from = to;
    shown += ticks;
  }
  return text;
}

}  // namespace workbook
