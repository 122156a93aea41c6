// Rejected: timeout "the calls go on at once"
//
// Tempting: call after call, each with one input: then it is plain which one
// failed.
//
// Wrong: one worker works, and the others watch.
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
  std::vector<Outcome> outcomes;
  for (const std::string& input : inputs) {
    for (int tries = 1; tries <= 2; ++tries) {
      try {
        outcomes.push_back({pool.map(function, std::span(&input, 1))[0], ""});
        break;
      } catch (const RemoteError& error) {
        outcomes.push_back({std::nullopt, error.type + ": " + error.text});
        break;
      } catch (const WorkerDied& death) {
        if (tries == 2) outcomes.push_back({std::nullopt, death.status.text()});
      }
    }
  }
  return outcomes;
}
