// Rejected: assert "during the call the lock is free for other threads"
//
// Tempting: the guard is right, and it is there.
//
// Wrong: it has no name, so it lives to the end of its line: the lock is
// dropped and taken before the call.
#pragma once

#include <cerrno>
#include <functional>

#include "03-gil/gil.hpp"

using workbook::Gil;

class Released {
 public:
  explicit Released(Gil& gil) : gil_(gil) { gil_.drop(); }
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;
  ~Released() {
    const int error = errno;
    gil_.take();
    errno = error;
  }

 private:
  Gil& gil_;
};

inline long blocking(Gil& gil, const std::function<long()>& call) {
  Released{gil};
  return call();
}
