#pragma once

#include <cstddef>
#include <functional>
#include <vector>

using Check = std::function<bool()>;
using Progress = std::function<void(std::size_t ended, std::size_t all)>;

// Runs every check, on at most `workers` threads, and returns their results in
// the order of the checks. Tells each end to `progress`, on this thread.
std::vector<bool> check_all(const std::vector<Check>& checks,
                            std::size_t workers, const Progress& progress);
