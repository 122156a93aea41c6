#include "survive.hpp"  // beside the test: Function and Outcome

#include <cstddef>
#include <span>

using workbook::RemoteError;
using workbook::WorkerDied;

// Calls the function for each input in the workers of the pool. Brings an
// outcome for each, in their order, whatever the calls come to.
std::vector<Outcome> map_surviving(ProcessPool& pool, Function function,
                                   const std::vector<std::string>& inputs) {
  std::vector<Outcome> outcomes;
  // TODO: an input that kills its worker once, or twice, or whose call throws.
  try {
    pool.map_each(function, inputs, [&](int result) {
      outcomes.push_back({result, ""});
    });
  } catch (const std::exception& error) {
    outcomes.push_back({std::nullopt, error.what()});
  }
  return outcomes;
}
