// Rejected: assert "an item that kills its worker twice is reported"
//
// Tempting: the pool replaces its workers, so try until it works.
//
// Wrong: for an input that always kills, it never does. The program starts
// workers and loses them until somebody looks at its bill.
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
    } catch (const WorkerDied&) {
      // the loop tries again
    }
  }
  return outcomes;
}
