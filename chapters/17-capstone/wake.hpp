#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {

// Wakes a thread that sleeps in ::poll(): its descriptor is readable from
// wake() to reset(). A flag alone would not do: the thread would not look at
// it. Source: Linux eventfd(2).
class Wake {
 public:
  Wake()
      : fd_(check_errno(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {}

  int fd() const { return fd_.get(); }
  void wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(fd_.get(), &one, sizeof one);
  }
  void reset() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(fd_.get(), &count, sizeof count);
  }

 private:
  UniqueFd fd_;
};

}  // namespace workbook
