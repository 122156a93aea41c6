#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "14-green-threads/green_loop.hpp"
#include "workbook/move_only_function.hpp"

namespace fixture {

using Duration = std::chrono::nanoseconds;

// All results are of one type, one that can only be moved, for compiling
// join_all() for each type takes its time.
using Result = std::unique_ptr<int>;
using Sleeper = workbook::Green<Result>;

// Calls `body` in a green thread, on virtual time.
void run(const workbook::MoveOnlyFunction<void(workbook::GreenLoop&)>& body);

// A green thread that sleeps for a time, and returns it in milliseconds or
// throws.
Sleeper sleeper(workbook::GreenLoop& loop, Duration time,
                const std::exception_ptr& error = nullptr);
Sleeper failing(workbook::GreenLoop& loop, Duration time, const char* what);
std::vector<Sleeper> sleepers(workbook::GreenLoop& loop,
                              const std::vector<Duration>& times);

// As in "1500us".
std::string text(Duration time);

// As in "20 none 40".
std::string text(const std::vector<std::optional<Result>>& results);

}  // namespace fixture
