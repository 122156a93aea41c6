#pragma once

#include <cerrno>

#include "03-gil/gil.hpp"

namespace workbook {

// Holds the lock for a scope; nothing if there is none.
class HoldGil {
 public:
  explicit HoldGil(Gil* gil) : gil_(gil) {
    if (gil_ != nullptr) gil_->take();
  }
  HoldGil(const HoldGil&) = delete;
  HoldGil& operator=(const HoldGil&) = delete;
  ~HoldGil() {
    if (gil_ != nullptr) gil_->drop();
  }

 private:
  Gil* const gil_;
};

// Releases the lock for a scope, for a call that blocks; nothing if there is
// none. What the call left in errno is there afterwards.
class ReleaseGil {
 public:
  explicit ReleaseGil(Gil* gil) : gil_(gil) {
    if (gil_ != nullptr) gil_->drop();
  }
  ReleaseGil(const ReleaseGil&) = delete;
  ReleaseGil& operator=(const ReleaseGil&) = delete;
  ~ReleaseGil() {
    const int error = errno;
    if (gil_ != nullptr) gil_->take();
    errno = error;
  }

 private:
  Gil* const gil_;
};

}  // namespace workbook
