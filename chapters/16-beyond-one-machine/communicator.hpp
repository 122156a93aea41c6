#pragma once

#include <fmt/format.h>
#include <mpi.h>

#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace workbook {

// A call of MPI that failed. Its text names the call and MPI's reason.
struct MpiError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws MpiError unless `code` is MPI_SUCCESS. `call` is for its text.
void check_mpi(int code, const char* call);

// What MPI calls the type T.
template <typename T>
MPI_Datatype mpi_type();

// The ranks that can talk to each other, seen from one of them: this process.
// It borrows the communicator of MPI.
//
//   const Communicator ranks(MPI_COMM_WORLD);
//   if (ranks.rank() == 0) ranks.send(std::span(cells), 1, tag);
//   if (ranks.rank() == 1) ranks.receive(std::span(cells), 0, tag);
//
// Ranks count from 0. A tag is a number that says what a message is about: a
// receive takes only messages that were sent with its tag. Messages of one rank
// to another with the same tag arrive in the order in which they were sent. All
// functions throw MpiError.
class Communicator {
 public:
  explicit Communicator(MPI_Comm handle);

  int rank() const { return rank_; }
  int size() const { return size_; }
  MPI_Comm handle() const { return handle_; }

  // Returns when `values` may be changed again. That may be at once, because
  // MPI made a copy, or only when the other rank receives: do not count on
  // either.
  template <typename T>
  void send(std::span<const T> values, int to, int tag) const;

  // Waits for a message of just this many values; a longer one is an error.
  // Nothing comes from MPI_PROC_NULL, and nothing goes to it.
  template <typename T>
  void receive(std::span<T> values, int from, int tag) const;

  // Both at the same time, so that neither waits for the other.
  template <typename T>
  void send_receive(std::span<const T> out, int to, std::span<T> in, int from,
                    int tag) const;

  // Returns when every rank has called it.
  void barrier() const { check_mpi(MPI_Barrier(handle_), "MPI_Barrier"); }

 private:
  MPI_Comm handle_;
  int rank_ = 0;
  int size_ = 0;
};

inline void check_mpi(int code, const char* call) {
  if (code == MPI_SUCCESS) return;
  std::array<char, MPI_MAX_ERROR_STRING> reason{};
  int length = 0;
  MPI_Error_string(code, reason.data(), &length);
  throw MpiError(fmt::format("{}: {}", call, reason.data()));
}

template <typename T>
MPI_Datatype mpi_type() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return MPI_UINT8_T;
  if constexpr (std::is_same_v<T, char>) return MPI_CHAR;
  if constexpr (std::is_same_v<T, int>) return MPI_INT;
  if constexpr (std::is_same_v<T, long>) return MPI_LONG;
  if constexpr (std::is_same_v<T, double>) return MPI_DOUBLE;
}

// #region errors-return
inline Communicator::Communicator(MPI_Comm handle) : handle_(handle) {
  // Without this, an error would end the program inside of MPI.
  check_mpi(MPI_Comm_set_errhandler(handle, MPI_ERRORS_RETURN),
            "MPI_Comm_set_errhandler");
  check_mpi(MPI_Comm_rank(handle, &rank_), "MPI_Comm_rank");
  check_mpi(MPI_Comm_size(handle, &size_), "MPI_Comm_size");
}
// #endregion errors-return

// #region send
template <typename T>
void Communicator::send(std::span<const T> values, int to, int tag) const {
  check_mpi(MPI_Send(values.data(), static_cast<int>(values.size()),
                     mpi_type<T>(), to, tag, handle_),
            "MPI_Send");
}
// #endregion send

template <typename T>
void Communicator::receive(std::span<T> values, int from, int tag) const {
  if (from == MPI_PROC_NULL) return;
  MPI_Status status{};
  check_mpi(MPI_Recv(values.data(), static_cast<int>(values.size()),
                     mpi_type<T>(), from, tag, handle_, &status),
            "MPI_Recv");
  int count = 0;
  MPI_Get_count(&status, mpi_type<T>(), &count);
  if (count != static_cast<int>(values.size()))
    throw MpiError(fmt::format("MPI_Recv: {} values came from rank {}, not {}",
                               count, from, values.size()));
}

template <typename T>
void Communicator::send_receive(std::span<const T> out, int to, std::span<T> in,
                                int from, int tag) const {
  check_mpi(
      MPI_Sendrecv(out.data(), static_cast<int>(out.size()), mpi_type<T>(), to,
                   tag, in.data(), static_cast<int>(in.size()), mpi_type<T>(),
                   from, tag, handle_, MPI_STATUS_IGNORE),
      "MPI_Sendrecv");
}

}  // namespace workbook
