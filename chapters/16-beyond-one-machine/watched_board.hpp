#pragma once

// The board of watched_mpi.hpp, which all ranks of a test share.

#include <fcntl.h>
#include <fmt/format.h>
#include <mpi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
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

// How many bytes this rank made room for in the calls that receive.
inline long& bytes_received() {
  static long bytes = 0;
  return bytes;
}

inline void note_room(long count, MPI_Datatype type) {
  int size = 0;
  if (type != MPI_DATATYPE_NULL) PMPI_Type_size(type, &size);
  bytes_received() += count * size;
}

}  // namespace workbook::watched
