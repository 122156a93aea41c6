#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "01-subprocess/subprocess.hpp"

namespace workbook {

struct RunOptions {
  std::string_view input = {};
  Limit limit =
      std::nullopt;  // then SIGTERM and, a grace period later, SIGKILL
  std::map<std::string, std::string> environment = {};  // added to the parent's
  std::filesystem::path directory = {};  // to start in; empty: the parent's
};

// Runs a command to its end and returns its status and all that it wrote.
// Throws as Subprocess does; a command that fails is no exception: look at the
// status.
Output run(const Argv& argv, const RunOptions& options = {});

struct PipelineOutput {
  std::vector<ExitStatus> statuses;  // of each command, in order
  std::string out;                   // of the last one
};

// Runs `a | b | c`: all at once, the output of each being the input of the
// next. Their errors go where the parent's go. Throws std::invalid_argument
// when there is no command.
PipelineOutput pipeline(const std::vector<Argv>& commands,
                        std::string_view input = {});

}  // namespace workbook
