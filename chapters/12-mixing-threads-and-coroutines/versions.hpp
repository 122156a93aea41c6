#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "12-mixing-threads-and-coroutines/merge.hpp"

namespace workbook {

// A way to merge `files` until the merge is asked to end. What goes wrong is in
// the merge afterwards.
struct Version {
  std::string_view name;
  void (*run)(Merge& merge, const Paths& files);
};

extern const std::array<Version, 4> versions;

// The version `mixed`, with so many threads in its pool.
void merge_in_pool_of(std::size_t threads, Merge& merge, const Paths& files);

}  // namespace workbook
