#pragma once

// The requests of watched_mpi.hpp: which were begun, and not waited for.

#include <fmt/format.h>
#include <mpi.h>

#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "16-beyond-one-machine/watched_board.hpp"

namespace workbook::watched {

// "MPI_Isend to rank 1"
inline std::map<MPI_Request, std::string>& unfinished() {
  static std::map<MPI_Request, std::string> requests;
  return requests;
}

inline int begun(int code, const MPI_Request* request, int other,
                 const std::string& what) {
  if (code == MPI_SUCCESS && other != MPI_PROC_NULL)
    unfinished()[*request] = what;
  return code;
}

// Which of these requests a call finished: MPI makes them null.
template <typename Call>
int finishing(std::span<MPI_Request> requests, const Call& call) {
  const std::vector<MPI_Request> before(requests.begin(), requests.end());
  const int code = call();
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (requests[i] == MPI_REQUEST_NULL) unfinished().erase(before[i]);
  }
  return code;
}

inline std::string first_unfinished() {
  return unfinished().empty()
             ? ""
             : unfinished().begin()->second + " was never waited for";
}

// Throws if a request was begun and not waited for.
inline void check_requests() {
  if (!unfinished().empty()) throw std::runtime_error(first_unfinished());
}

inline void report_unfinished() {
  if (unfinished().empty()) return;
  fmt::print(stderr, "rank {}: {}\n", world(PMPI_Comm_rank),
             first_unfinished());
  PMPI_Abort(MPI_COMM_WORLD, 1);
}

inline std::span<MPI_Request> all_of(int count, MPI_Request* requests) {
  return {requests, static_cast<std::size_t>(count)};
}

}  // namespace workbook::watched

extern "C" {

int MPI_Isend(const void* data, int count, MPI_Datatype type, int to, int tag,
              MPI_Comm ranks, MPI_Request* request) {
  const int code = PMPI_Issend(data, count, type, to, tag, ranks, request);
  return workbook::watched::begun(code, request, to,
                                  fmt::format("MPI_Isend to rank {}", to));
}

int MPI_Issend(const void* data, int count, MPI_Datatype type, int to, int tag,
               MPI_Comm ranks, MPI_Request* request) {
  return MPI_Isend(data, count, type, to, tag, ranks, request);
}

int MPI_Irecv(void* data, int count, MPI_Datatype type, int source, int tag,
              MPI_Comm ranks, MPI_Request* request) {
  using namespace workbook::watched;
  note_room(count, type);
  const int code = PMPI_Irecv(data, count, type, source, tag, ranks, request);
  return begun(code, request, source, "MPI_Irecv " + from(source));
}

int MPI_Wait(MPI_Request* request, MPI_Status* status) {
  using namespace workbook::watched;
  return finishing(all_of(1, request), [&] {
    return wait(MPI_SUCCESS, request, status, "MPI_Wait");
  });
}

int MPI_Waitall(int count, MPI_Request requests[], MPI_Status statuses[]) {
  using namespace workbook::watched;
  return finishing(all_of(count, requests), [&] {
    for (int i = 0; i < count; ++i) {
      MPI_Status* status =
          statuses == MPI_STATUSES_IGNORE ? MPI_STATUS_IGNORE : &statuses[i];
      const int code = wait(MPI_SUCCESS, &requests[i], status, "MPI_Waitall");
      if (code != MPI_SUCCESS) return code;
    }
    return MPI_SUCCESS;
  });
}

int MPI_Waitany(int count, MPI_Request requests[], int* index,
                MPI_Status* status) {
  using namespace workbook::watched;
  return finishing(all_of(count, requests), [&] {
    return wait_until(
        [&](int* finished) {
          return PMPI_Testany(count, requests, index, finished, status);
        },
        "MPI_Waitany");
  });
}

int MPI_Test(MPI_Request* request, int* finished, MPI_Status* status) {
  return workbook::watched::finishing(
      workbook::watched::all_of(1, request),
      [&] { return PMPI_Test(request, finished, status); });
}

int MPI_Testany(int count, MPI_Request requests[], int* index, int* finished,
                MPI_Status* status) {
  return workbook::watched::finishing(
      workbook::watched::all_of(count, requests),
      [&] { return PMPI_Testany(count, requests, index, finished, status); });
}

int MPI_Testall(int count, MPI_Request requests[], int* finished,
                MPI_Status statuses[]) {
  return workbook::watched::finishing(
      workbook::watched::all_of(count, requests),
      [&] { return PMPI_Testall(count, requests, finished, statuses); });
}

int MPI_Waitsome(int count, MPI_Request requests[], int* finished,
                 int indexes[], MPI_Status statuses[]) {
  using namespace workbook::watched;
  return finishing(all_of(count, requests), [&] {
    return wait_until(
        [&](int* some) {
          const int code =
              PMPI_Testsome(count, requests, finished, indexes, statuses);
          *some = static_cast<int>(*finished != 0);
          return code;
        },
        "MPI_Waitsome");
  });
}

}  // extern "C"
