#include "12-mixing-threads-and-coroutines/versions.hpp"

#include "12-mixing-threads-and-coroutines/mixed.hpp"
#include "12-mixing-threads-and-coroutines/tasks.hpp"
#include "12-mixing-threads-and-coroutines/threads.hpp"
#include "12-mixing-threads-and-coroutines/wrapped.hpp"

namespace workbook {

const std::array<Version, 4> versions = {{{"threads", merge_in_threads},
                                          {"mixed", merge_mixed},
                                          {"tasks", merge_in_tasks},
                                          {"wrapped", merge_wrapped}}};

void merge_in_pool_of(std::size_t threads, Merge& merge, const Paths& files) {
  merge_mixed(merge, files, threads);
}

}  // namespace workbook
