// Rejected: assert "errno is what the call left there"
//
// Tempting: the guard saves errno when it is made, and restores it at the end.
//
// Wrong: that is what errno was before the call. What the call left there is
// overwritten.
#pragma once

#include <cerrno>
#include <functional>

#include "03-gil/gil.hpp"

using workbook::Gil;

class Released {
 public:
  explicit Released(Gil& gil) : gil_(gil), error_(errno) { gil_.drop(); }
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;
  ~Released() {
    gil_.take();
    errno = error_;
  }

 private:
  Gil& gil_;
  int error_;
};

inline long blocking(Gil& gil, const std::function<long()>& call) {
  const Released released(gil);
  return call();
}
