#include "fixture.hpp"

#include <fmt/format.h>

#include <stdexcept>

using namespace std::chrono_literals;
using workbook::GreenLoop;

namespace fixture {

void run(const workbook::MoveOnlyFunction<void(GreenLoop&)>& body) {
  GreenLoop loop(GreenLoop::Clock::virtual_time);
  loop.run([&] { body(loop); });
}

Sleeper sleeper(GreenLoop& loop, Duration time,
                const std::exception_ptr& error) {
  return loop.spawn([&loop, time, error] {
    loop.sleep_for(time);
    if (error) std::rethrow_exception(error);
    return std::make_unique<int>(static_cast<int>(time / 1ms));
  });
}

Sleeper failing(GreenLoop& loop, Duration time, const char* what) {
  return sleeper(loop, time, std::make_exception_ptr(std::runtime_error(what)));
}

std::vector<Sleeper> sleepers(GreenLoop& loop,
                              const std::vector<Duration>& times) {
  std::vector<Sleeper> threads;
  for (const Duration time : times) threads.push_back(sleeper(loop, time));
  return threads;
}

std::string text(Duration time) {
  if (time % 1ms == 0ms) return fmt::format("{}ms", time / 1ms);
  if (time % 1us == 0us) return fmt::format("{}us", time / 1us);
  return fmt::format("{}ns", time.count());
}

std::string text(const std::vector<std::optional<Result>>& results) {
  std::string all;
  for (const std::optional<Result>& result : results) {
    if (!all.empty()) all += " ";
    if (!result)
      all += "none";
    else  // join() gives a result away, once
      all += *result ? std::to_string(**result) : "given away before";
  }
  return all;
}

}  // namespace fixture
