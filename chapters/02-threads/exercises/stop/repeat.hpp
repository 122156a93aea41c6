#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

// Calls `work` at once, and again whenever `period` has passed since it
// returned, until it is asked to stop.
void repeat(const std::stop_token& asked, std::chrono::nanoseconds period,
            const std::function<void()>& work);
