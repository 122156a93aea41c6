#pragma once

#include <exception>
#include <functional>
#include <vector>

// Runs every task in a thread of its own, all at once, and returns, when all
// have ended, what each of them threw: null if it threw nothing.
std::vector<std::exception_ptr> run_each(
    const std::vector<std::function<void()>>& tasks);
