#pragma once

#include <cstddef>
#include <functional>
#include <vector>

// Runs every task once, in at most `cap` threads, and returns when all have
// ended. Throws std::invalid_argument for a cap of 0.
void run_capped(const std::vector<std::function<void()>>& tasks,
                std::size_t cap);
