// For each right program: how many schedules there are with the reduction and
// without, and how many run in a second. With --outcomes: how each program
// ends.

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "interleave/interleave.hpp"
#include "interleave/programs/program.hpp"

using namespace workbook;

namespace {

// What must be the same in every build type.
void print_outcomes() {
  for (const programs::Program* program : programs::Program::all()) {
    if (program->name().starts_with("loop:")) continue;  // these take a while
    const Report report = explore(program->body(), program->options());
    fmt::print("{}: {} after {}, {}\n", program->name(),
               to_string(report.outcome), report.schedules, report.token);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view wanted = argc > 1 ? argv[1] : "";
  if (wanted == "--outcomes") {
    print_outcomes();
    return 0;
  }
  fmt::print("{:<56} {:>9} {:>9} {:>7} {:>12}\n", "program", "schedules",
             "without", "factor", "schedules/s");
  for (const programs::Program* program : programs::Program::all()) {
    if (program->expected() != Outcome::pass ||
        program->name().find(wanted) == std::string_view::npos)
      continue;
    ExploreOptions options = program->options();
    const Report reduced = explore(program->body(), options);
    options.reduce = false;
    const Report all = explore(program->body(), options);

    // Random schedules, as many as take long enough to tell.
    options = program->options();
    options.schedules = 0;
    options.random_schedules = 20'000;
    const Report timed = explore(program->body(), options);
    const double factor = static_cast<double>(all.schedules) /
                          static_cast<double>(reduced.schedules);
    const double speed = static_cast<double>(timed.schedules) / timed.seconds;
    fmt::print("{:<56} {:>9} {:>9} {:>7.1f} {:>12.0f}\n",
               program->name().substr(0, 56), reduced.schedules, all.schedules,
               factor, speed);
    std::fflush(stdout);
  }
}
