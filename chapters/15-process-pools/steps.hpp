#pragma once

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "01-subprocess/subprocess.hpp"
#include "15-process-pools/channel.hpp"
#include "15-process-pools/gcd.hpp"
#include "workbook/sections.hpp"

namespace workbook {

// The ten steps of a call in another process, in their order.
constexpr std::array<const char*, 10> step_names = {
    "take the item",     "serialize", "send and wake", "deserialize",
    "find the function", "run",       "serialize",     "send and wake",
    "deserialize",       "merge"};
constexpr std::size_t to_worker = 2;  // this step and those below, from 0
constexpr std::size_t first_of_worker = 3;
constexpr std::size_t run_step = 5;
constexpr std::size_t to_parent = 7;  // the worker sends it

constexpr bool is_of_worker(std::size_t step) {
  return step >= first_of_worker && step <= to_parent;
}

// How long each step took. Both processes read the same clock: CLOCK_MONOTONIC
// is one for the whole machine.
using StepTimes = std::array<std::chrono::nanoseconds, step_names.size()>;

// Calls gcd for each pair in the process at the other end of the channel, one
// by one, and adds the results to `results`. Returns the time of each step.
std::vector<StepTimes> call_in_steps(const std::vector<Pair>& pairs,
                                     Channel& worker,
                                     std::vector<int>& results);

struct StepWorker {
  StepWorker() : StepWorker(socket_pair(SOCK_STREAM)) {}

  Subprocess process;
  Channel channel;  // to it

 private:
  explicit StepWorker(std::pair<UniqueFd, UniqueFd> ends);
};

// That process: serves such calls until nobody is there any more, and returns
// the exit status. In any other process it returns nothing.
std::optional<int> serve_in_steps_if_asked(int argc, char** argv);

// Calls many times in a process started for that; prints and draws the mean.
void steps(const Arguments& arguments);

}  // namespace workbook
