// Rejected: compile "ReleaseGil_is_what_this_exercise_builds"
//
// Tempting: the chapter has this guard already, and at work you would use the
// one that is there.
//
// Wrong: here the point is to write it once, so that you know what it has to
// think of.
#pragma once

#include <functional>

#include "03-gil/gil.hpp"
#include "03-gil/gil_guards.hpp"

using workbook::Gil;

inline long blocking(Gil& gil, const std::function<long()>& call) {
  const workbook::ReleaseGil released(&gil);
  return call();
}
