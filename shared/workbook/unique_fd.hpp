#pragma once

#include <unistd.h>

#include <utility>

namespace workbook {

// Owns a file descriptor and closes it. Move-only; -1 means that it owns none.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    other.reset();
    return *this;
  }
  ~UniqueFd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ != -1; }

  // Gives the descriptor away: the caller closes it.
  int release() { return std::exchange(fd_, -1); }

  // Closes now. An error of close(2) is not reported: the descriptor is gone in
  // any case on Linux.
  void reset() {
    if (fd_ != -1) ::close(release());
  }

 private:
  int fd_ = -1;
};

}  // namespace workbook
