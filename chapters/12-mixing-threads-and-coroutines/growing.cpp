#include "12-mixing-threads-and-coroutines/growing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace workbook {
namespace {

// One of the files: what is still to be written.
struct Log {
  LogWriter writer;
  std::string name;
  long next_line = 1;
  std::string pending = {};
};

void prepare(Log& log, const Growth& growth) {
  while (log.pending.size() < growth.piece && log.next_line <= growth.lines) {
    const std::size_t begin = log.pending.size();
    log.pending += fmt::format("{} line {}", log.name, log.next_line++);
    log.pending.resize(std::max(log.pending.size(), begin + growth.line_size),
                       '.');
    log.pending += '\n';
  }
}

}  // namespace

GrowingLogs::GrowingLogs(const std::filesystem::path& directory,
                         const Growth& growth)
    : growth_(growth) {
  for (std::size_t i = 1; i <= growth.files; ++i)
    paths_.push_back(directory / fmt::format("{}.log", i));
}

void GrowingLogs::write() {
  std::vector<Log> logs;
  for (const auto& path : paths_)
    logs.push_back({LogWriter(path), path.stem().string()});
  std::minstd_rand random(12);
  std::uniform_int_distribution<std::size_t> sizes(1, growth_.piece);
  for (bool is_over = false; !is_over;) {
    is_over = true;
    for (Log& log : logs) {
      prepare(log, growth_);
      const std::size_t size = std::min(sizes(random), log.pending.size());
      log.writer.write(std::string_view(log.pending).substr(0, size));
      log.pending.erase(0, size);
      if (size > 0) is_over = false;
    }
  }
}

}  // namespace workbook
