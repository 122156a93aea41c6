// Green threads: stacks that a program switches between by itself.

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "14-green-threads/blocked.hpp"
#include "14-green-threads/downloads.hpp"
#include "14-green-threads/green_loop.hpp"
#include "14-green-threads/green_thread.hpp"
#include "14-green-threads/resolve_section.hpp"
#include "14-green-threads/switch_cost.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

// #region turns
void count_down(const std::string& name, int from) {
  if (from == 0) return;
  fmt::print("{} {}\n", name, from);
  GreenThread::suspend();  // deep inside, and in no way marked
  count_down(name, from - 1);
}

void turns(const Arguments&) {
  GreenThread first([] { count_down("first", 3); });
  GreenThread second([] { count_down("    second", 2); });
  while (!first.done() || !second.done()) {
    if (!first.done()) first.resume();
    if (!second.done()) second.resume();
  }
}
// #endregion turns

// #region join
int ask(GreenLoop& loop, const std::string& whom) {
  loop.sleep_for(20ms);
  if (whom == "Ben") throw std::runtime_error("Ben hung up");
  return 42;
}

void join(const Arguments&) {
  GreenLoop loop;
  loop.run([&] {
    Green<int> ada = loop.spawn([&] { return ask(loop, "Ada"); });
    Green<int> ben = loop.spawn([&] { return ask(loop, "Ben"); });
    fmt::print("both were asked\n");
    fmt::print("Ada says {}\n", ada.join());
    try {
      ben.join();
    } catch (const std::exception& error) {
      fmt::print("caught where we joined: {}\n", error.what());
    }
  });
  try {
    loop.run([&] {
      loop.spawn([&] { return ask(loop, "Ben"); });  // nobody joins it
      loop.sleep_for(50ms);
    });
  } catch (const std::exception& error) {
    fmt::print("came out of run: {}\n", error.what());
  }
}
// #endregion join

void callbacks(const Arguments&) {
  const std::vector<File> files = {{"a.zip", 30ms, 20ms, 3},
                                   {"b.zip", 45ms, 36ms, 2, 2},
                                   {"c.zip", 10ms, 57ms, 2}};
  const Lines lines = download_with_callbacks(files);
  for (const std::string& line : lines) fmt::print("{}\n", line);

  const auto compare = [&](const char* style, const Lines& other) {
    fmt::print("{:<14} {}\n", style, other == lines ? "the same" : "different");
  };
  fmt::print("\n");
  compare("green threads", download_with_green_threads(files));
  compare("coroutines", download_with_coroutines(files));
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"turns", "", "two functions that take turns", turns},
       {"switch", "[rounds]", "what a switch costs", switch_section},
       {"waiting", "[count]", "what many cost that wait", waiting_section},
       {"join", "", "results and exceptions of green threads", join},
       {"callbacks", "", "one program in three styles", callbacks},
       {"resolve", resolve_arguments, "the addresses of many names at once",
        resolve_section},
       {"blocked", "", "one green thread that stops them all",
        blocked_section}});
}
