// Rejected: timeout "the calls go on at once"
//
// Tempting: call after call, each with one input: then it is plain which one
// failed.
//
// Wrong: one worker works, and the others watch.
#include "survive.hpp"

#include <cstddef>
#include <span>

using workbook::RemoteError;
using workbook::WorkerDied;

std::vector<Outcome> map_surviving(ProcessPool& pool, Function function,
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
