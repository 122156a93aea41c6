// What the lesson shows of schedules.

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <utility>

#include "09-thread-pools/self_wait.hpp"
#include "interleave/interleave.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace workbook;

void show_self_wait(const Arguments&) {
  const bool color =
      ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  fmt::print("{}", explore(self_wait).to_text(80, color));
}

void show_ways_out(const Arguments&) {
  using Body = std::pair<std::string_view, void (*)()>;
  for (const auto& [name, body] :
       {Body{"wait outside", wait_outside}, Body{"a second pool", second_pool},
        Body{"what comes next", what_comes_next}}) {
    const Report report = explore(body);
    fmt::print("{:<15} {:>6} schedules, {}\n", name, report.schedules,
               report.passed() && report.complete ? "all of them pass"
                                                  : report.message);
  }
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"self-wait", "", "jobs that wait for jobs of their own pool",
        show_self_wait},
       {"ways-out", "", "three ways to do without, under every schedule",
        show_ways_out}});
}
