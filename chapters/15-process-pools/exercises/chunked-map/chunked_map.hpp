#pragma once

#include <cstddef>
#include <vector>

#include "15-process-pools/channel.hpp"

using workbook::Channel;

// Has the workers make a result of each input, `chunk` inputs at a time, and
// returns the results in the order of the inputs.
std::vector<long> chunked_map(std::vector<Channel>& workers,
                              const std::vector<long>& inputs,
                              std::size_t chunk);
