#include "16-beyond-one-machine/scaling.hpp"

#include <fmt/format.h>

#include <sstream>
#include <thread>

#include "workbook/curve.hpp"

namespace workbook {

void show_scaling(const Job& job) {
  constexpr int side = 2000;
  fmt::print("{} x {} cells, {} cores\n\n", side, side,
             std::thread::hardware_concurrency());
  fmt::print("          the same grid for all         {} rows for each\n",
             side);
  fmt::print("  ranks   ms   times   efficiency       ms   efficiency\n");
  Curve curve("A generation, by the number of ranks", "ranks",
              "times the work of one rank");
  double strong_alone = 0;
  double weak_alone = 0;
  for (int ranks = 1; ranks <= job.ranks; ranks *= 2) {
    const std::string measured = run_ranks(
        {ranks, job.hosts},
        this_program("scaling", {std::to_string(side), std::to_string(side)}),
        true);
    double strong = 0;
    double weak = 0;
    std::istringstream(measured) >> strong >> weak;
    if (ranks == 1) {
      strong_alone = strong;
      weak_alone = weak;
    }
    const double times = strong_alone / strong;
    const auto percent = [&](const char* name, double efficiency) {
      return figure(fmt::format("{}-{}", name, ranks),
                    fmt::format("{:.0f} %", 100 * efficiency));
    };
    fmt::print(
        "{:>7} {:>4.1f} {:>7} {:>12} {:>8.1f} {:>12}\n", ranks, strong * 1e3,
        figure(fmt::format("times-{}", ranks), fmt::format("{:.2f}", times)),
        percent("strong", times / ranks), weak * 1e3,
        percent("weak", weak_alone / weak));
    curve.add("the same grid for all", ranks, times);
    curve.add("rows for each rank", ranks, ranks * weak_alone / weak);
  }
  fmt::print("\n");
  curve.show();
}

}  // namespace workbook
