#pragma once

#include <mpi.h>

#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include "16-beyond-one-machine/communicator.hpp"
#include "16-beyond-one-machine/rows.hpp"

namespace workbook {

// All parts, in the order of the ranks, at rank 0; nothing at the others. Parts
// may differ in length, and be empty. Every rank calls it.
// #region gather
template <typename T>
std::vector<T> gather(const Communicator& ranks, std::span<const T> part) {
  const bool collects = ranks.rank() == 0;
  const auto size = static_cast<std::size_t>(ranks.size());
  const int count = static_cast<int>(part.size());
  std::vector<int> counts(collects ? size : 0);
  check_mpi(MPI_Gather(&count, 1, MPI_INT, counts.data(), 1, MPI_INT, 0,
                       ranks.handle()),
            "MPI_Gather");

  std::vector<int> starts(counts.size());  // of each part, in the whole
  std::exclusive_scan(counts.begin(), counts.end(), starts.begin(), 0);
  std::vector<T> whole(
      collects ? static_cast<std::size_t>(starts.back() + counts.back()) : 0);
  check_mpi(MPI_Gatherv(part.data(), count, mpi_type<T>(), whole.data(),
                        counts.data(), starts.data(), mpi_type<T>(), 0,
                        ranks.handle()),
            "MPI_Gatherv");
  return whole;
}
// #endregion gather

// function(input) for each input, each by one of the ranks, in their order, at
// rank 0. Every rank has the same inputs.
// #region map
template <typename Result, typename Input, typename Function>
std::vector<Result> map_on_ranks(const Communicator& ranks,
                                 const std::vector<Input>& inputs,
                                 const Function& function) {
  const Rows mine =
      rows_of(ranks.rank(), ranks.size(), static_cast<int>(inputs.size()));
  std::vector<Result> results;
  for (int i = mine.first; i < mine.first + mine.count; ++i)
    results.push_back(function(inputs[static_cast<std::size_t>(i)]));
  return gather<Result>(ranks, results);
}
// #endregion map

}  // namespace workbook
