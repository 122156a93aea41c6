#pragma once

#include <string>
#include <vector>

#include "16-beyond-one-machine/communicator.hpp"

using workbook::Communicator;

// The lines of all ranks, in the order of the ranks, at rank 0; nothing at the
// others.
std::vector<std::string> gather_lines(const Communicator& ranks,
                                      const std::vector<std::string>& mine);
