#pragma once

// For tests: MPI that never buffers and knows when nobody can go on. Include it
// in the one file of a test.
//
// MPI leaves it open whether MPI_Send waits for the receiver, so a program that
// counts on a buffer may work for years. Here MPI_Send and the like are
// replaced, which MPI provides for: each of its functions has a second name
// with a P in front. A send is always one that waits (MPI_Ssend). Each wait is
// done by looking again and again, and noted on a board that all ranks share;
// when all of them looked many times and nothing was done anywhere, that is a
// deadlock. Then it says who waits for whom, and ends the job.
//
// It also knows which requests nobody waited for, and how many bytes came here.

#include <fmt/format.h>
#include <mpi.h>

#include "16-beyond-one-machine/watched_board.hpp"
#include "16-beyond-one-machine/watched_collectives.hpp"
#include "16-beyond-one-machine/watched_requests.hpp"

extern "C" {

int MPI_Ssend(const void* data, int count, MPI_Datatype type, int to, int tag,
              MPI_Comm ranks) {
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Issend(data, count, type, to, tag, ranks, &request);
  return workbook::watched::wait(code, &request, MPI_STATUS_IGNORE,
                                 fmt::format("MPI_Send to rank {}", to));
}

int MPI_Send(const void* data, int count, MPI_Datatype type, int to, int tag,
             MPI_Comm ranks) {
  return MPI_Ssend(data, count, type, to, tag, ranks);
}

int MPI_Recv(void* data, int count, MPI_Datatype type, int source, int tag,
             MPI_Comm ranks, MPI_Status* status) {
  MPI_Request request = MPI_REQUEST_NULL;
  const int code = PMPI_Irecv(data, count, type, source, tag, ranks, &request);
  return workbook::watched::wait(code, &request, status,
                                 "MPI_Recv " + workbook::watched::from(source));
}

int MPI_Sendrecv(const void* out, int out_count, MPI_Datatype out_type, int to,
                 int out_tag, void* in, int in_count, MPI_Datatype in_type,
                 int source, int in_tag, MPI_Comm ranks, MPI_Status* status) {
  workbook::watched::note_room(in_count, in_type);
  MPI_Request receive = MPI_REQUEST_NULL;
  MPI_Request send = MPI_REQUEST_NULL;
  int code = PMPI_Irecv(in, in_count, in_type, source, in_tag, ranks, &receive);
  if (code != MPI_SUCCESS) return code;
  code = PMPI_Issend(out, out_count, out_type, to, out_tag, ranks, &send);
  const std::string what = fmt::format("MPI_Sendrecv, which receives {}",
                                       workbook::watched::from(source));
  code = workbook::watched::wait(code, &receive, status, what);
  return workbook::watched::wait(
      code, &send, MPI_STATUS_IGNORE,
      fmt::format("MPI_Sendrecv, which sends to rank {}", to));
}

int MPI_Probe(int source, int tag, MPI_Comm ranks, MPI_Status* status) {
  return workbook::watched::wait_until(
      [&](int* finished) {
        return PMPI_Iprobe(source, tag, ranks, finished, status);
      },
      "MPI_Probe " + workbook::watched::from(source));
}

int MPI_Finalize() {
  auto& slot = workbook::watched::board().slots[static_cast<std::size_t>(
      workbook::watched::world(PMPI_Comm_rank))];
  slot.ended = true;
  workbook::watched::report_unfinished();
  ++workbook::watched::board().done;
  return PMPI_Finalize();
}

}  // extern "C"
