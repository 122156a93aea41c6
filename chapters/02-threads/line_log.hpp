#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

#include "02-threads/thread_name.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {

// A log for many threads. A line has the seconds since the log was made, the
// name of the thread and the text:
//
//   LineLog log;
//   log.println("{} of {} files", done, all);
//   //   0.104  worker 3    7 of 20 files
//
// Lines never tear: each is put together first and written with one call.
// The calls of <cstdio> take turns on a stream (POSIX.1-2017 flockfile).
class LineLog {
 public:
  // Borrows the stream.
  explicit LineLog(std::FILE* out = stdout) : out_(out) {}

  // Throws std::system_error when the line cannot be written.
  template <typename... Arguments>
  void println(fmt::format_string<Arguments...> text,
               Arguments&&... arguments) const;

 private:
  const Stopwatch stopwatch_;
  std::FILE* const out_;
};

// #region println
template <typename... Arguments>
void LineLog::println(fmt::format_string<Arguments...> text,
                      Arguments&&... arguments) const {
  const std::string line = fmt::format(
      "{:7.3f}  {:<10}  {}\n", stopwatch_.seconds(), this_thread_name(),
      fmt::format(text, std::forward<Arguments>(arguments)...));
  const bool written =
      std::fwrite(line.data(), 1, line.size(), out_) == line.size();
  if (!written || std::fflush(out_) != 0) throw_errno("write to the log");
}
// #endregion println

}  // namespace workbook
