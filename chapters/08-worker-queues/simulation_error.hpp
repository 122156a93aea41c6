#pragma once

#include <exception>
#include <stdexcept>
#include <string>

namespace workbook {

// A cell whose next state could not be found out, and which one. Why is nested
// in it: throw it with std::throw_with_nested (standard: [except.nested]).
struct SimulationError : std::runtime_error {
  SimulationError(int row, int column)
      : std::runtime_error("cell " + std::to_string(row) + "," +
                           std::to_string(column)),
        y(row),
        x(column) {}

  int y;
  int x;
};

// The text of an error and, behind it, of all that is nested in it:
//   cell 3,4: connect to the service: Connection refused
inline std::string with_causes(const std::exception& error) {
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    return std::string(error.what()) + ": " + with_causes(cause);
  } catch (...) {
    return std::string(error.what()) + ": unknown";
  }
  return error.what();
}

}  // namespace workbook
