// Rejected: assert "also when what it throws is no std::exception"
//
// Tempting: exceptions are caught, the lock is taken, and they are thrown on.
// All exceptions are a std::exception.
//
// Wrong: they need not be, and the list of places that take the lock again is
// one too short. A destructor runs whatever was thrown.
#pragma once

#include <cerrno>
#include <exception>
#include <functional>

#include "03-gil/gil.hpp"

using workbook::Gil;

inline long blocking(Gil& gil, const std::function<long()>& call) {
  gil.drop();
  try {
    const long result = call();
    const int error = errno;
    gil.take();
    errno = error;
    return result;
  } catch (const std::exception&) {
    gil.take();
    throw;
  }
}
