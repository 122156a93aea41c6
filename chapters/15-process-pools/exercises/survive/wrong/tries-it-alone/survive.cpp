// Rejected: timeout "the calls go on at once after a death too"
//
// Tempting: the second try is one call, so call map with one input.
//
// Wrong: the call that threw has ended everywhere, and the other workers have
// nothing to do until this one input is done.
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
      const std::string& victim = inputs[outcomes.size()];
      try {
        outcomes.push_back({pool.map(function, {victim})[0], ""});
      } catch (const RemoteError& error) {
        outcomes.push_back({std::nullopt, error.type + ": " + error.text});
      } catch (const WorkerDied& death) {
        outcomes.push_back({std::nullopt, death.status.text()});
      }
    }
  }
  return outcomes;
}
