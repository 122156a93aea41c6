#include "01-subprocess/run.hpp"

#include <stdexcept>

#include "01-subprocess/exchange.hpp"

namespace workbook {

// #region run
Output run(const Argv& argv, const RunOptions& options) {
  Subprocess child(
      argv, {.in = options.input.empty() ? Stream::null() : Stream::pipe(),
             .out = Stream::pipe(),
             .err = Stream::pipe(),
             .environment = options.environment,
             .directory = options.directory});
  return child.communicate(options.input, options.limit);
}
// #endregion run

// #region pipeline
PipelineOutput pipeline(const std::vector<Argv>& commands,
                        std::string_view input) {
  if (commands.empty())
    throw std::invalid_argument("a pipeline has at least one command");
  std::vector<Subprocess> children;
  for (const Argv& command : commands) {
    // The parent's copy of the end between two children is moved into the
    // second and closed there.
    Stream in = children.empty() ? Stream::pipe()
                                 : Stream(std::move(children.back().out()));
    children.emplace_back(
        command, SpawnOptions{.in = std::move(in), .out = Stream::pipe()});
  }

  // The parent writes to the first and reads from the last, at the same time.
  Subprocess& last = children.back();
  if (children.size() > 1) last.in() = std::move(children.front().in());
  PipelineOutput output;
  output.out = last.communicate(input).out;
  for (Subprocess& child : children) output.statuses.push_back(child.wait());
  return output;
}
// #endregion pipeline

}  // namespace workbook
