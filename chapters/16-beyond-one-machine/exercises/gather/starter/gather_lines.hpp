#pragma once

#include <string>
#include <vector>

#include "16-beyond-one-machine/communicator.hpp"

using workbook::Communicator;

// The lines of all ranks, in the order of the ranks, at rank 0; nothing at the
// others.
inline std::vector<std::string> gather_lines(
    const Communicator& ranks, const std::vector<std::string>& mine) {
  // TODO: the lines of the other ranks too
  return ranks.rank() == 0 ? mine : std::vector<std::string>();
}
