#include "16-beyond-one-machine/scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <sstream>
#include <thread>

#include "workbook/curve.hpp"
#include "workbook/sanitized.hpp"

namespace workbook {

namespace {

// For a generation, of the same grid and of one that grows with the ranks.
struct Seconds {
  double strong = std::numeric_limits<double>::max();
  double weak = std::numeric_limits<double>::max();
};

}  // namespace

void show_scaling(const Job& job) {
  constexpr int side = sanitized ? 100 : 2000;
  fmt::print("{} x {} cells, {} cores\n\n", side, side,
             std::thread::hardware_concurrency());
  fmt::print("          the same grid for all         {} rows for each\n",
             side);
  fmt::print("  ranks   ms   times   efficiency       ms   efficiency\n");
  std::map<int, Seconds> measured;
  for (int pass = 0; pass < 2;
       ++pass) {  // what disturbs one may spare the other
    for (int ranks = 1; ranks <= job.ranks; ranks *= 2) {
      std::istringstream words(run_ranks(
          {ranks, job.hosts},
          this_program("scaling", {std::to_string(side), std::to_string(side)}),
          true));
      Seconds now{};
      words >> now.strong >> now.weak;
      Seconds& best = measured[ranks];
      best.strong = std::min(best.strong, now.strong);
      best.weak = std::min(best.weak, now.weak);
    }
  }
  Curve curve("A generation, by the number of ranks", "ranks",
              "times the work of one rank");
  const Seconds alone = measured[1];
  for (const auto& [ranks, seconds] : measured) {
    const double times = alone.strong / seconds.strong;
    const double weak = alone.weak / seconds.weak;
    const auto percent = [ranks = ranks](const char* name, double efficiency) {
      return figure(fmt::format("{}-{}", name, ranks),
                    fmt::format("{:.0f} %", 100 * efficiency));
    };
    fmt::print(
        "{:>7} {:>4.1f} {:>7} {:>12} {:>8.1f} {:>12}\n", ranks,
        seconds.strong * 1e3,
        figure(fmt::format("times-{}", ranks), fmt::format("{:.2f}", times)),
        percent("strong", times / ranks), seconds.weak * 1e3,
        percent("weak", weak));
    curve.add("the same grid for all", ranks, times);
    curve.add("rows for each rank", ranks, ranks * weak);
  }
  fmt::print("\n");
  curve.show();
}

}  // namespace workbook
