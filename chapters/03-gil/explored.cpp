// Who gets the lock when its holder gives it up, under every schedule.

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

#include "03-gil/gil.hpp"
#include "interleave/interleave.hpp"
#include "workbook/sections.hpp"

namespace {

using workbook::check;
using workbook::Gil;

// #region barging
// A mutex for a global lock. The holder gives it up when it is asked to.
void barging() {
  std::mutex gil;
  std::atomic<bool> asked = false;
  std::string turns;  // guarded by gil
  gil.lock();
  std::thread other([&] {
    asked = true;
    gil.lock();
    turns += "other ";
    gil.unlock();
  });
  while (!asked) std::this_thread::yield();
  gil.unlock();
  gil.lock();
  turns += "holder ";
  gil.unlock();
  other.join();
  check(turns == "other holder ", turns);
}
// #endregion barging

// #region hand-over
// The same with the lock of this chapter.
void hand_over() {
  Gil gil;
  std::string turns;  // guarded by gil
  gil.take();
  std::thread other([&] {
    gil.take();
    turns += "other ";
    gil.drop();
  });
  while (gil.waiting() == 0) std::this_thread::yield();
  gil.hand_over();
  turns += "holder ";
  gil.drop();
  other.join();
  check(turns == "other holder ", turns);
}
// #endregion hand-over

void show(const workbook::Report& report) {
  const bool color =
      ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  fmt::print("{}", report.to_text(80, color));
}

}  // namespace

int main(int argc, char** argv) {
  using workbook::Arguments;
  return workbook::run_sections(
      argc, argv,
      {{"barging", "", "a holder that unlocks a mutex and locks it again",
        [](const Arguments&) { show(workbook::explore(barging)); }},
       {"hand-over", "", "a holder that hands the lock over",
        [](const Arguments&) { show(workbook::explore(hand_over)); }}});
}
