// Queues under every schedule: what the lesson shows of it.

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <thread>

#include "05-queues/closable_queue.hpp"
#include "05-queues/forgetful_queue.hpp"
#include "interleave/interleave.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace workbook;

// #region forgotten
void two_wait_and_two_come() {
  ForgetfulQueue<int> queue(2);
  std::thread first([&] { queue.pop(); });
  std::thread second([&] { queue.pop(); });
  queue.push(1);
  queue.push(2);
  first.join();
  second.join();
}
// #endregion forgotten

// #region every-schedule
void two_producers_and_two_consumers() {
  ClosableQueue<int> queue(1, Waiters::no_pauses);  // who waits sleeps at once
  const auto drain = [&](int& sum) {
    while (const std::optional<int> item = queue.pop()) sum += *item;
  };
  int sum_1 = 0;
  int sum_2 = 0;
  std::thread producer_1([&] { queue.push(1); });
  std::thread producer_2([&] { queue.push(2); });
  std::thread consumer_1([&] { drain(sum_1); });
  std::thread consumer_2([&] { drain(sum_2); });
  producer_1.join();
  producer_2.join();
  queue.close();
  consumer_1.join();
  consumer_2.join();
  check(sum_1 + sum_2 == 3);
}
// #endregion every-schedule

void show(const Report& report) {
  const bool color =
      ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  fmt::print("{}", report.to_text(80, color));
}

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"forgotten", "", "a wake-up that is not passed on",
        [](const Arguments&) { show(explore(two_wait_and_two_come)); }},
       {"every-schedule", "", "ClosableQueue under every schedule",
        [](const Arguments&) {
          show(explore(two_producers_and_two_consumers));
        }}});
}
