#pragma once

#include <cstddef>
#include <functional>

#include "05-queues/closable_queue.hpp"

using workbook::ClosableQueue;

// Passes the items of `in` through `function`, `workers` at a time, and pushes
// the results to `out` in the order of the items. Returns when `in` is closed
// and drained, and all results are in `out`.
void in_order(std::size_t workers, const std::function<int(int)>& function,
              ClosableQueue<int>& in, ClosableQueue<int>& out);
