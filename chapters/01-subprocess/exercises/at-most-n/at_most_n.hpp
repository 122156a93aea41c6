#pragma once

#include <cstddef>
#include <vector>

#include "01-subprocess/run.hpp"

using workbook::Argv;
using workbook::ExitStatus;

// Runs every command, at most `limit` at once, and returns their statuses in
// the order of the commands.
std::vector<ExitStatus> run_all(const std::vector<Argv>& commands,
                                std::size_t limit);
