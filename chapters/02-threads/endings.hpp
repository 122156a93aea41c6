#pragma once

#include <string>
#include <vector>

namespace workbook {

// How threads and their program end. The threads are in child processes: what
// the section shows ends the process that it happens in. With "inside" or a
// manner of ending as the argument a section is that child.

// An exception that nobody catches in its thread.
void escaped(const std::vector<std::string>& arguments);

// The end of main() with a thread that is joined, detached or forgotten.
void daemon_threads(const std::vector<std::string>& arguments);

// A detached thread that is still there when globals are destroyed.
void after_main(const std::vector<std::string>& arguments);

}  // namespace workbook
