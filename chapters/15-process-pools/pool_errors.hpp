#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>
#include <string>

#include "01-subprocess/exit_status.hpp"

namespace workbook {

// A function threw in a worker. An exception cannot be sent to another process;
// its type and its text can.
struct RemoteError : std::runtime_error {
  RemoteError(std::string type_name, std::string what_text, std::size_t index)
      : std::runtime_error(
            fmt::format("item {}: {}: {}", index, type_name, what_text)),
        type(std::move(type_name)),
        text(std::move(what_text)),
        item(index) {}

  std::string type;  // "std::out_of_range"
  std::string text;  // what()
  std::size_t item;  // its index in the inputs
};

// A worker ended while it had items.
struct WorkerDied : std::runtime_error {
  WorkerDied(ExitStatus how, std::size_t first, std::size_t many)
      : std::runtime_error(
            many == 1 ? fmt::format("item {}: its worker ended: {}", first,
                                    how.text())
                      : fmt::format("items {} to {}: their worker ended: {}",
                                    first, first + many - 1, how.text())),
        status(how),
        item(first),
        count(many) {}

  ExitStatus status;
  std::size_t item;   // the index of the one that it was at or, with chunks, of
  std::size_t count;  // the first of so many that it was among
};

}  // namespace workbook
