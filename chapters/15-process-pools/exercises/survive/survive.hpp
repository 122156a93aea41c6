#pragma once

#include <optional>
#include <string>
#include <vector>

#include "15-process-pools/process_pool.hpp"

using workbook::ProcessPool;

using Function = int (*)(const std::string&);

struct Outcome {
  std::optional<int> result;
  std::string failure;  // when there is no result
};

// Calls the function for each input in the workers of the pool. Brings an
// outcome for each, in their order, whatever the calls come to.
std::vector<Outcome> map_surviving(ProcessPool& pool, Function function,
                                   const std::vector<std::string>& inputs);
