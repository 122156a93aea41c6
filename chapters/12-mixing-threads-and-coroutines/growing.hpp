#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>

#include "12-mixing-threads-and-coroutines/merged_file.hpp"

namespace workbook {

struct Growth {
  std::size_t files = 3;
  long lines = 100;           // each
  std::size_t line_size = 0;  // bytes, at least
  std::size_t piece = 100;    // bytes at a time, at most; it does not matter
                              // where a line ends
};

// Logs to be followed, while they are written by somebody.
class GrowingLogs {
 public:
  GrowingLogs(const std::filesystem::path& directory, const Growth& growth);

  const Paths& paths() const { return paths_; }

  // Writes all of all files, a piece here and a piece there.
  void write();

 private:
  Growth growth_;
  Paths paths_;
};

// A file that a writer appends to, in pieces as they come.
class LogWriter {
 public:
  explicit LogWriter(const std::filesystem::path& path)
      : file_(path, std::ios::binary | std::ios::app) {}
  void write(std::string_view bytes) { file_ << bytes << std::flush; }

 private:
  std::ofstream file_;
};

}  // namespace workbook
