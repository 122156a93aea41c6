#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "17-capstone/catalog.hpp"
#include "17-capstone/checker.hpp"

namespace workbook {

// Builds the answers to these exercises in one go and runs their tests, as many
// at once as `workers`. Calls `done` for each as it ends, one call at a time,
// on the thread that called check_all. Returns the results in the order of the
// exercises.
std::vector<Result> check_all(const Checker& checker,
                              const std::vector<Exercise>& exercises,
                              std::size_t workers, const std::stop_token& stop,
                              const HearPhase& hear,
                              const std::function<void(const Result&)>& done);

}  // namespace workbook
