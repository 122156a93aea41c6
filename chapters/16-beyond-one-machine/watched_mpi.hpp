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

#include <fcntl.h>
#include <fmt/format.h>
#include <mpi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <span>
#include <string>
#include <thread>

namespace workbook::watched {

constexpr int most_ranks = 64;
constexpr long many_looks = 300;  // a thousandth of a second apart

struct Slot {
  std::atomic<long> looks;  // in vain, since `done` was seen
  std::atomic<long> seen;   // Board::done, when it last looked
  std::atomic<bool> ended;
  std::array<char, 80> wait;  // "MPI_Send to rank 1"
};
struct Board {
  std::atomic<long> done;  // waits that ended, of all ranks
  std::array<Slot, most_ranks> slots;
};

inline Board& board() {
  static Board* const shared = [] {
    const char* path = std::getenv("WORKBOOK_BOARD");
    const int fd = ::open(path == nullptr ? "" : path, O_RDWR | O_CLOEXEC);
    void* memory =
        ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE,
               fd < 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED, fd, 0);
    if (fd >= 0) ::close(fd);
    return static_cast<Board*>(memory);  // zeros are a board without a wait
  }();
  return *shared;
}

inline int world(int (*ask)(MPI_Comm, int*)) {
  int number = 0;
  ask(MPI_COMM_WORLD, &number);
  return number;
}

// Whether no rank can go on.
inline bool all_wait(int ranks) {
  const long done = board().done;
  for (int rank = 0; rank < ranks; ++rank) {
    const Slot& slot = board().slots[static_cast<std::size_t>(rank)];
    if (!slot.ended && (slot.looks < many_looks || slot.seen != done))
      return false;
  }
  return board().done == done;
}

inline void report_deadlock(int me, int ranks) {
  std::string text;
  for (int rank = 0; rank < ranks; ++rank) {
    const Slot& slot = board().slots[static_cast<std::size_t>(rank)];
    text += fmt::format(
        "; rank {} {}", rank,
        slot.ended ? "has ended" : std::string("waits in ") + slot.wait.data());
  }
  fmt::print(stderr, "rank {}: deadlock: {}\n", me, text.substr(2));
  PMPI_Abort(MPI_COMM_WORLD, 1);
}

// Looks until `look` sets its flag, and tells the board.
template <typename Look>
int wait_until(const Look& look, const std::string& what) {
  const int me = world(PMPI_Comm_rank);
  const int ranks = world(PMPI_Comm_size);
  Slot& slot = board().slots[static_cast<std::size_t>(me)];
  slot.looks = 0;
  what.copy(slot.wait.data(), slot.wait.size() - 1);
  slot.wait[std::min(what.size(), slot.wait.size() - 1)] = '\0';
  int code = MPI_SUCCESS;
  for (;;) {
    int finished = 0;
    code = look(&finished);
    if (code != MPI_SUCCESS || finished != 0) break;
    if (const long done = board().done; done != slot.seen) {
      slot.looks = 0;
      slot.seen = done;
    }
    ++slot.looks;
    if (all_wait(ranks)) report_deadlock(me, ranks);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  slot.looks = 0;
  ++board().done;
  return code;
}

// Waits for a request that was made with this code.
inline int wait(int code, MPI_Request* request, MPI_Status* status,
                const std::string& what) {
  if (code != MPI_SUCCESS) return code;
  return wait_until(
      [&](int* finished) { return PMPI_Test(request, finished, status); },
      what);
}

inline std::string from(int rank) {
  return rank == MPI_ANY_SOURCE ? "from any rank"
                                : fmt::format("from rank {}", rank);
}

// Whether this rank has waited for long, since something was last done.
inline bool waits_long(int rank) {
  const Slot& slot = board().slots[static_cast<std::size_t>(rank)];
  return slot.looks > many_looks / 10 && slot.seen == board().done;
}

}  // namespace workbook::watched

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

int MPI_Isend(const void* data, int count, MPI_Datatype type, int to, int tag,
              MPI_Comm ranks, MPI_Request* request) {
  return PMPI_Issend(data, count, type, to, tag, ranks, request);
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

int MPI_Wait(MPI_Request* request, MPI_Status* status) {
  return workbook::watched::wait(MPI_SUCCESS, request, status, "MPI_Wait");
}

int MPI_Waitall(int count, MPI_Request requests[], MPI_Status statuses[]) {
  for (int i = 0; i < count; ++i) {
    MPI_Status* status =
        statuses == MPI_STATUSES_IGNORE ? MPI_STATUS_IGNORE : &statuses[i];
    const int code = workbook::watched::wait(MPI_SUCCESS, &requests[i], status,
                                             "MPI_Waitall");
    if (code != MPI_SUCCESS) return code;
  }
  return MPI_SUCCESS;
}

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

int MPI_Finalize() {
  auto& slot = workbook::watched::board().slots[static_cast<std::size_t>(
      workbook::watched::world(PMPI_Comm_rank))];
  slot.ended = true;
  ++workbook::watched::board().done;
  return PMPI_Finalize();
}

}  // extern "C"
