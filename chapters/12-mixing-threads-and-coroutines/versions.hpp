#pragma once

#include <array>
#include <string_view>

#include "12-mixing-threads-and-coroutines/mixed.hpp"
#include "12-mixing-threads-and-coroutines/tasks.hpp"
#include "12-mixing-threads-and-coroutines/threads.hpp"
#include "12-mixing-threads-and-coroutines/wrapped.hpp"

namespace workbook {

// A way to merge `files` until the merge is asked to end. What goes wrong is in
// the merge afterwards.
struct Version {
  std::string_view name;
  void (*run)(Merge& merge, const Paths& files);
};

constexpr std::array<Version, 4> versions = {{{"threads", merge_in_threads},
                                              {"mixed", merge_mixed},
                                              {"tasks", merge_in_tasks},
                                              {"wrapped", merge_wrapped}}};

}  // namespace workbook
