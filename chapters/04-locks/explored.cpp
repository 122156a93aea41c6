// What the schedule explorer shows of locks, one section for each thing.

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

#include "04-locks/count_bodies.hpp"
#include "04-locks/history.hpp"
#include "04-locks/lock_bodies.hpp"
#include "interleave/interleave.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace workbook;
using namespace workbook::bodies;

struct Case {
  std::string label;  // empty: the section has only this one
  void (*body)();
  ExploreOptions options = {};
};

// A section that explores each body and prints the report.
Section explores(std::string name, std::string description,
                 const std::vector<Case>& cases) {
  return {
      std::move(name), "", std::move(description), [cases](const Arguments&) {
        const bool color =
            ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
        const char* separator = "";
        for (const Case& each : cases) {
          fmt::print("{}", separator);
          if (!each.label.empty()) fmt::print("-- {}\n", each.label);
          fmt::print("{}", explore(each.body, each.options).to_text(80, color));
          separator = "\n";
        }
      }};
}

constexpr ExploreOptions play_out_races{.races = ExploreOptions::Races::ignore};

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {explores("race", "two sensors add one each",
                {{"", race, play_out_races}}),
       explores("data-race", "the same, as C++ sees it", {{"", race}}),
       explores("every-schedule", "two sensors and a lock", {{"", locked}}),
       explores("reference", "a reference that leaves the lock behind",
                {{"", reference}}),
       explores("load-then-store", "an atomic count, wrongly used",
                {{"", load_then_store}}),
       explores("deadlock", "two locks, taken in opposite order",
                {{"", deadlock}}),
       explores("scoped-lock", "the same locks, taken together",
                {{"", scoped_lock}}),
       explores(
           "recursive", "a lock that its holder asks for again",
           {{"std::mutex", add_all<History<std::mutex>>},
            {"std::recursive_mutex", add_all<History<std::recursive_mutex>>},
            {"public functions lock, private ones do not",
             add_all<LayeredHistory>}}),
       explores("double-checked", "a look before the lock",
                {{"a look before the lock", double_checked},
                 {"std::call_once", made_once},
                 {"a static variable in a function", static_variable}})});
}
