#include <fmt/format.h>

#include <stdexcept>

#include "10-coroutines/event_loop.hpp"
#include "10-coroutines/task.hpp"
#include "10-coroutines/when_all.hpp"
#include "14-green-threads/downloads.hpp"

namespace workbook {
namespace {

struct Downloads {
  EventLoop loop{EventLoop::Clock::virtual_time};
  Lines lines;

  void log(const std::string& what) {
    lines.push_back(to_line(loop.now(), what));
  }
};

// #region download
Task<> receive(Downloads& all, const File& file, int attempt) {
  co_await all.loop.sleep_for(file.to_connect);
  all.log(file.name + " connected");
  for (int part = 1; part <= file.parts; ++part) {
    co_await all.loop.sleep_for(file.to_send);
    check_part(file, attempt, part);
    all.log(fmt::format("{} part {}", file.name, part));
  }
}

Task<> download(Downloads& all, const File& file) {
  for (int attempt = 1;; ++attempt) {
    try {
      co_return co_await receive(all, file, attempt);
    } catch (const std::runtime_error& error) {
      all.log(fmt::format("{}: {}", file.name, error.what()));
    }
  }
}
// #endregion download

Task<> download_all(Downloads& all, const std::vector<File>& files) {
  std::vector<Task<>> downloads;
  downloads.reserve(files.size());
  for (const File& file : files) downloads.push_back(download(all, file));
  co_await when_all(std::move(downloads));
  all.log("all files are here");
}

}  // namespace

Lines download_with_coroutines(const std::vector<File>& files) {
  Downloads all;
  all.loop.run(download_all(all, files));
  return all.lines;
}

}  // namespace workbook
