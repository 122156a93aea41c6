#pragma once

#include <optional>

namespace workbook {

// A test may define this, for when its program is started again for something
// else, as a worker for instance. It is called first of all. When it returns a
// status, the program ends with that and runs no test.
std::optional<int> run_instead_of_tests(int argc, char** argv);

}  // namespace workbook
