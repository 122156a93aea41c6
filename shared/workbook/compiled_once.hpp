#pragma once

// What most tests are made of, compiled once (compiled_once.cpp) and not again
// in every test: a learner waits less after each save. It is part of the
// precompiled header of tests (shared/cmake/Workbook.cmake).

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

#define WORKBOOK_COMPILED_ONCE(of)             \
  of(std::basic_string<char>);                 \
  of(std::chrono::duration<long, std::milli>); \
  of(std::chrono::duration<long, std::nano>);  \
  of(std::deque<int>);                         \
  of(std::function<void()>);                   \
  of(std::future<int>);                        \
  of(std::lock_guard<std::mutex>);             \
  of(std::optional<int>);                      \
  of(std::packaged_task<void()>);              \
  of(std::promise<int>);                       \
  of(std::unique_lock<std::mutex>);            \
  of(std::unique_ptr<int>);                    \
  of(std::vector<int>);                        \
  of(std::vector<std::string>)

#define WORKBOOK_COMPILED_ELSEWHERE(...) extern template class __VA_ARGS__
WORKBOOK_COMPILED_ONCE(WORKBOOK_COMPILED_ELSEWHERE);
