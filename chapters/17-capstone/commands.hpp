#pragma once

#include <optional>
#include <string>
#include <vector>

#include "17-capstone/context.hpp"

namespace workbook {

// The commands of the learner. Each returns an exit status and throws
// UsageError (status 2) or another std::exception (status 1).

int list_command(Context& context);

struct CheckOptions {
  std::optional<std::string> what;  // an exercise, or a chapter; else all
  bool json = false;
  std::string junit;  // a file; or empty
  std::size_t workers = 0;
};
int check_command(Context& context, const CheckOptions& options);

int watch_command(Context& context, const std::optional<std::string>& exercise);

int hint_command(Context& context, const std::optional<std::string>& exercise,
                 bool all);
int solution_command(Context& context,
                     const std::optional<std::string>& exercise, bool spoil);
int reset_command(Context& context, const std::optional<std::string>& exercise);
int changes_command(Context& context,
                    const std::optional<std::string>& exercise, bool accept);

struct ReportOptions {
  std::string output;              // -o: write one's own
  std::string learner;             // its name
  std::string page;                // where the HTML page goes
  std::vector<std::string> files;  // or read those of a class
};
int report_command(Context& context, const ReportOptions& options);

int predict_command(Context& context, const std::string& chapter,
                    const std::string& section, bool after);

// The main() of the tool: reads the arguments, runs the command, and tells
// what went wrong. Returns the exit status.
int run_tool(int argc, char** argv);

}  // namespace workbook
