#pragma once

namespace workbook {

// Whether the program is to merge or to compare files that the user has, rather
// than to run a section.
bool is_command(int argc, char** argv);

// Does so. Returns the exit status.
int run_command(int argc, char** argv);

}  // namespace workbook
