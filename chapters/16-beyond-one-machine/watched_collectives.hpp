#pragma once

// The collective operations of watched_mpi.hpp.

#include <mpi.h>

#include <numeric>

#include "16-beyond-one-machine/watched_board.hpp"

namespace workbook::watched {

inline int size_of(MPI_Comm ranks) {
  int size = 0;
  PMPI_Comm_size(ranks, &size);
  return size;
}

}  // namespace workbook::watched

extern "C" {

int MPI_Barrier(MPI_Comm ranks) {
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Ibarrier(ranks, &request);
  return workbook::watched::wait(code, &request, MPI_STATUS_IGNORE,
                                 "MPI_Barrier");
}

int MPI_Gather(const void* out, int out_count, MPI_Datatype out_type, void* in,
               int in_count, MPI_Datatype in_type, int root, MPI_Comm ranks) {
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Igather(out, out_count, out_type, in, in_count, in_type,
                                root, ranks, &request);
  return workbook::watched::wait(code, &request, MPI_STATUS_IGNORE,
                                 "MPI_Gather");
}

int MPI_Gatherv(const void* out, int out_count, MPI_Datatype out_type, void* in,
                const int counts[], const int starts[], MPI_Datatype in_type,
                int root, MPI_Comm ranks) {
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Igatherv(out, out_count, out_type, in, counts, starts,
                                 in_type, root, ranks, &request);
  return workbook::watched::wait(code, &request, MPI_STATUS_IGNORE,
                                 "MPI_Gatherv");
}

int MPI_Bcast(void* data, int count, MPI_Datatype type, int root,
              MPI_Comm ranks) {
  using namespace workbook::watched;
  note_room(count, type);
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Ibcast(data, count, type, root, ranks, &request);
  return wait(code, &request, MPI_STATUS_IGNORE, "MPI_Bcast");
}

int MPI_Allreduce(const void* out, void* in, int count, MPI_Datatype type,
                  MPI_Op operation, MPI_Comm ranks) {
  using namespace workbook::watched;
  note_room(count, type);
  MPI_Request request = MPI_REQUEST_NULL;
  const int code =
      PMPI_Iallreduce(out, in, count, type, operation, ranks, &request);
  return wait(code, &request, MPI_STATUS_IGNORE, "MPI_Allreduce");
}

int MPI_Allgather(const void* out, int out_count, MPI_Datatype out_type,
                  void* in, int in_count, MPI_Datatype in_type,
                  MPI_Comm ranks) {
  using namespace workbook::watched;
  note_room(long{in_count} * size_of(ranks), in_type);
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Iallgather(out, out_count, out_type, in, in_count,
                                   in_type, ranks, &request);
  return wait(code, &request, MPI_STATUS_IGNORE, "MPI_Allgather");
}

int MPI_Allgatherv(const void* out, int out_count, MPI_Datatype out_type,
                   void* in, const int counts[], const int starts[],
                   MPI_Datatype in_type, MPI_Comm ranks) {
  using namespace workbook::watched;
  const int* end = counts + size_of(ranks);
  note_room(std::accumulate(counts, end, 0L), in_type);
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Iallgatherv(out, out_count, out_type, in, counts,
                                    starts, in_type, ranks, &request);
  return wait(code, &request, MPI_STATUS_IGNORE, "MPI_Allgatherv");
}

int MPI_Alltoall(const void* out, int out_count, MPI_Datatype out_type,
                 void* in, int in_count, MPI_Datatype in_type, MPI_Comm ranks) {
  using namespace workbook::watched;
  note_room(long{in_count} * size_of(ranks), in_type);
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Ialltoall(out, out_count, out_type, in, in_count,
                                  in_type, ranks, &request);
  return wait(code, &request, MPI_STATUS_IGNORE, "MPI_Alltoall");
}

}  // extern "C"
