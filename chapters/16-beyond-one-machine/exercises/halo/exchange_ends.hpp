#pragma once

#include <span>

#include "16-beyond-one-machine/communicator.hpp"

using workbook::Communicator;

// Fills the first and the last cell of this rank's part of the rod with copies
// of what the neighbors own, where there are neighbors.
void exchange_ends(const Communicator& ranks, std::span<double> rod);
