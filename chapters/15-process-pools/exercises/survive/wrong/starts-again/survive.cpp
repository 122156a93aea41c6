// Rejected: assert "what has an outcome is not worked on again"
//
// Tempting: begin anew with all inputs, and leave out those that kill.
//
// Wrong: a photo costs a second, and each crash costs all of them again. And
// what a call wrote or sent, it writes and sends twice.
#include "survive.hpp"

#include <cstddef>
#include <span>

using workbook::RemoteError;
using workbook::WorkerDied;

std::vector<Outcome> map_surviving(ProcessPool& pool, Function function,
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
