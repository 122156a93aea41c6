// Rejected: assert "inputs that are equal have two tries each"
//
// Tempting: count how many workers each input has killed.
//
// Wrong: two inputs may be equal. The second of them has one try, and pays for
// the deaths of the first.
#include "survive.hpp"

#include <cstddef>
#include <map>
#include <span>

using workbook::RemoteError;
using workbook::WorkerDied;

std::vector<Outcome> map_surviving(ProcessPool& pool, Function function,
                                   const std::vector<std::string>& inputs) {
  std::vector<Outcome> outcomes;
  std::map<std::string, int> deaths;
  while (outcomes.size() < inputs.size()) {
    try {
      const std::span rest = std::span(inputs).subspan(outcomes.size());
      pool.map_each(function, rest, [&](int result) {
        outcomes.push_back({result, ""});
      });
    } catch (const RemoteError& error) {
      outcomes.push_back({std::nullopt, error.type + ": " + error.text});
    } catch (const WorkerDied& death) {
      if (++deaths[inputs[outcomes.size()]] >= 2)
        outcomes.push_back({std::nullopt, death.status.text()});
    }
  }
  return outcomes;
}
