#pragma once

#include <cerrno>
#include <functional>

#include "03-gil/gil.hpp"

using workbook::Gil;

// Releases the lock for a scope, and leaves errno as it is.
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

// Calls `call` with the lock released, and returns what it returns. The caller
// has the lock, before and after.
inline long blocking(Gil& gil, const std::function<long()>& call) {
  const Released released(gil);
  return call();
}
