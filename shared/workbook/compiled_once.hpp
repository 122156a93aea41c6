#pragma once

// What most tests are made of is compiled once, in compiled_once.cpp, and not
// again in every test: a learner waits less after each save. This is part of
// the precompiled header of tests (shared/cmake/Workbook.cmake).

#include <chrono>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <ratio>
#include <string>
#include <vector>

#define WORKBOOK_TEMPLATE extern template
#include "workbook/compiled_once.inc"
#undef WORKBOOK_TEMPLATE
