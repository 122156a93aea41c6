#include "07-thread-per-task/cost_sections.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <fstream>
#include <string>

#include "06-fan-out/patterns.hpp"
#include "06-fan-out/simulate.hpp"
#include "07-thread-per-task/simulate_threaded.hpp"
#include "07-thread-per-task/thread_cost.hpp"
#include "07-thread-per-task/too_many.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

constexpr double kibibyte = 1024;
constexpr double gibibyte = kibibyte * kibibyte * kibibyte;

void show(const char* name, const std::string& value) {
  fmt::print("  {:<28}{:>10}\n", name, value);
}

// The first word of a file of the system, or "?".
std::string setting(const std::string& path) {
  std::string word = "?";
  std::ifstream(path) >> word;
  return word;
}

}  // namespace

void cost(const Arguments& arguments) {
  const auto count = static_cast<int>(
      arguments.empty() ? 1000 : to_number(arguments[0], "threads", 1, 10'000));
  const ThreadCost cost = measure_thread_cost(count);
  fmt::print("{} threads, each:\n", count);
  show("start and join",
       figure("start", fmt::format("{:.1f} µs", cost.seconds * 1e6)));
  const auto size = [](double bytes) {
    return fmt::format("{:.1f} KiB", bytes / kibibyte);
  };
  show("address space", figure("address-space", size(cost.address_space)));
  show("memory", figure("resident", size(cost.resident)));
  if (cost.kernel_stack > 0)
    show("stack in the system", figure("kernel", size(cost.kernel_stack)));

  const Grid grid = random_grid({20, 40}, 1);
  const Stopwatch serial;
  simulate(grid);
  const double alone = serial.seconds();
  const Stopwatch threaded;
  simulate_threaded(grid);
  const double together = threaded.seconds();
  const auto each = [&](double seconds) {
    const auto cells = static_cast<double>(grid.size().cells());
    return fmt::format("{:.0f} ns", seconds / cells * 1e9);
  };
  fmt::print("a cell of 20x40, without I/O:\n");
  show("one after the other", figure("cell", each(alone)));
  show("a thread for each", each(together));
  show("", figure("slower", fmt::format("{:.0f} times", together / alone)));
}

void limit(const Arguments&) {
  constexpr std::size_t spare = 256 * 1024 * 1024;
  constexpr int most = 5'000;
  if (sanitized) {
    fmt::print("Not here: a sanitizer needs the address space.\n");
    return;
  }
  fmt::print("a process with 256 MiB of address space to spare:\n");
  for (const std::size_t stack : {8192, 1024, 256}) {  // KiB
    const ThreadLimit limit = find_thread_limit(spare, stack * 1024, most);
    fmt::print(
        "  stacks of {:>4} KiB: {:>4} threads, then \"{}\"\n", stack,
        figure(fmt::format("stack-{}", stack), std::to_string(limit.threads)),
        limit.error);
  }
  fmt::print("this machine:\n");
  fmt::print("  threads in all          {}\n",
             setting("/proc/sys/kernel/threads-max"));
  fmt::print("  IDs for them            {}\n",
             setting("/proc/sys/kernel/pid_max"));
  fmt::print("  mappings a process      {}, a thread takes two\n",
             setting("/proc/sys/vm/max_map_count"));
  const double stacks = 200.0 * 200 * static_cast<double>(default_stack_size());
  fmt::print("  stacks of 200x200       {} GiB of address space\n",
             figure("stacks", fmt::format("{:.0f}", stacks / gibibyte)));
  try {
    refuse_too_many_threads({200, 200});
  } catch (const UsageError& error) {
    fmt::print("{}\n", error.what());
  }
}

}  // namespace workbook
