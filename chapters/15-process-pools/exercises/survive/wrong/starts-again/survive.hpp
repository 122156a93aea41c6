// Rejected: assert "what has an outcome is not worked on again"
//
// Tempting: begin anew with all inputs, and leave out those that kill.
//
// Wrong: a photo costs a second, and each crash costs all of them again. And
// what a call wrote or sent, it writes and sends twice.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "15-process-pools/process_pool.hpp"

using workbook::ProcessPool;
using workbook::RemoteError;
using workbook::WorkerDied;

using Function = int (*)(const std::string&);

struct Outcome {
  std::optional<int> result;
  std::string failure;  // when there is no result
};

// Calls the function for each input in the workers of the pool. Brings an
// outcome for each, in their order, whatever the calls come to.
inline std::vector<Outcome> map_surviving(
    ProcessPool& pool, Function function,
    const std::vector<std::string>& inputs) {
  std::vector<Outcome> outcomes(inputs.size());
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < inputs.size(); ++i) left.push_back(i);
  std::vector<int> deaths(inputs.size());
  for (;;) {
    std::vector<std::string> rest;
    for (const std::size_t i : left) rest.push_back(inputs[i]);
    std::size_t failed = 0;
    try {
      std::size_t next = 0;
      for (const int result : pool.map(function, rest))
        outcomes[left[next++]] = {result, ""};
      return outcomes;
    } catch (const RemoteError& error) {
      failed = error.item;
      outcomes[left[failed]] = {std::nullopt, error.type + ": " + error.text};
    } catch (const WorkerDied& death) {
      failed = death.item;
      if (++deaths[left[failed]] < 2) continue;
      outcomes[left[failed]] = {std::nullopt, death.status.text()};
    }
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(failed));
  }
}
