// Rejected: assert "an input that kills once has a result"
//
// Tempting: it has killed a worker, so do not give it another one.
//
// Wrong: it was at work when the worker died. Whether it was the cause, one try
// does not tell.
#include "survive.hpp"

#include <cstddef>
#include <span>

using workbook::RemoteError;
using workbook::WorkerDied;

std::vector<Outcome> map_surviving(ProcessPool& pool, Function function,
                                   const std::vector<std::string>& inputs) {
  std::vector<Outcome> outcomes;
  while (outcomes.size() < inputs.size()) {
    try {
      const std::span rest = std::span(inputs).subspan(outcomes.size());
      pool.map_each(function, rest, [&](int result) {
        outcomes.push_back({result, ""});
      });
    } catch (const RemoteError& error) {
      outcomes.push_back({std::nullopt, error.type + ": " + error.text});
    } catch (const WorkerDied& death) {
      outcomes.push_back({std::nullopt, death.status.text()});
    }
  }
  return outcomes;
}
