// Rejected: assert "errno is what the call left there"
//
// Tempting: a guard, safe against exceptions, as short as it gets.
//
// Wrong: taking the lock comes after the call, and may change errno before the
// caller reads why the call failed.
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
  ~Released() { gil_.take(); }

 private:
  Gil& gil_;
};

inline long blocking(Gil& gil, const std::function<long()>& call) {
  const Released released(gil);
  return call();
}
