#include <fmt/format.h>

#include <stdexcept>

#include "14-green-threads/downloads.hpp"
#include "14-green-threads/green_loop.hpp"

namespace workbook {
namespace {

struct Downloads {
  GreenLoop loop{GreenLoop::Clock::virtual_time};
  Lines lines;

  void log(const std::string& what) {
    lines.push_back(to_line(loop.now().time_since_epoch(), what));
  }
};

// #region download
void receive(Downloads& all, const File& file, int attempt) {
  all.loop.sleep_for(file.to_connect);
  all.log(file.name + " connected");
  for (int part = 1; part <= file.parts; ++part) {
    all.loop.sleep_for(file.to_send);
    check_part(file, attempt, part);
    all.log(fmt::format("{} part {}", file.name, part));
  }
}

void download(Downloads& all, const File& file) {
  for (int attempt = 1;; ++attempt) {
    try {
      return receive(all, file, attempt);
    } catch (const std::runtime_error& error) {
      all.log(fmt::format("{}: {}", file.name, error.what()));
    }
  }
}
// #endregion download

}  // namespace

// #region all
Lines download_with_green_threads(const std::vector<File>& files) {
  Downloads all;
  all.loop.run([&] {
    std::vector<Green<void>> downloads;
    downloads.reserve(files.size());
    for (const File& file : files)
      downloads.push_back(all.loop.spawn([&] { download(all, file); }));
    for (Green<void>& each : downloads) each.join();
    all.log("all files are here");
  });
  return all.lines;
}
// #endregion all

}  // namespace workbook
