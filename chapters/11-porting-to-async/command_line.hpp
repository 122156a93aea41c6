#pragma once

namespace workbook {

// Whether the program is asked for a real server or a real client, and not for
// its sections.
bool is_command(int argc, char** argv);

// program --serve HOST:PORT [--threads] [--seed N] [--limit-ms MS]
// program --play HOST:PORT --range LO HI --secret S
// Returns the exit status, as run_sections() does.
int run_command(int argc, char** argv);

}  // namespace workbook
