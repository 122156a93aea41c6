#pragma once

#include <fmt/format.h>
#include <mpi.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "16-beyond-one-machine/communicator.hpp"

namespace workbook {

// MPI, from MPI_Init to MPI_Finalize. There is one in a program, and no second
// one after it: MPI cannot be started again.
class MpiSession {
 public:
  MpiSession() { check_mpi(MPI_Init(nullptr, nullptr), "MPI_Init"); }
  MpiSession(const MpiSession&) = delete;
  MpiSession& operator=(const MpiSession&) = delete;

  // Waits for the other ranks, which end theirs too.
  ~MpiSession() { MPI_Finalize(); }

  Communicator world() const { return Communicator(MPI_COMM_WORLD); }
};

// Whether mpirun started this process.
inline bool is_rank() { return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr; }

// Calls body(ranks) in a session. An exception does not end this rank alone,
// for the others may be waiting for it, and would wait for ever: it ends them
// all, after one line on standard error, `rank 1: what was wrong`.
// #region run-rank
template <typename Body>
void run_rank(const Body& body) {
  const MpiSession session;
  const Communicator ranks = session.world();
  try {
    body(ranks);
  } catch (const std::exception& error) {
    std::fflush(stdout);
    fmt::print(stderr, "rank {}: {}\n", ranks.rank(), error.what());
    MPI_Abort(MPI_COMM_WORLD, 1);
  } catch (...) {
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
}
// #endregion run-rank

}  // namespace workbook
