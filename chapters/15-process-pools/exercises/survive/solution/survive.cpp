#include "survive.hpp"

#include <cstddef>
#include <span>

using workbook::RemoteError;
using workbook::WorkerDied;

std::vector<Outcome> map_surviving(ProcessPool& pool, Function function,
                                   const std::vector<std::string>& inputs) {
  std::vector<Outcome> outcomes;
  std::optional<std::size_t> last_victim;
  while (outcomes.size() < inputs.size()) {
    try {
      const std::span rest = std::span(inputs).subspan(outcomes.size());
      pool.map_each(function, rest, [&](int result) {
        outcomes.push_back({result, ""});
      });
    } catch (const RemoteError& error) {
      outcomes.push_back({std::nullopt, error.type + ": " + error.text});
    } catch (const WorkerDied& death) {
      const std::size_t victim = outcomes.size();
      if (last_victim == victim)
        outcomes.push_back({std::nullopt, death.status.text()});
      last_victim = victim;
    }
  }
  return outcomes;
}
