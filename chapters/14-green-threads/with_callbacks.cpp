#include <fmt/format.h>

#include <list>
#include <stdexcept>
#include <string>
#include <utility>

#include "14-green-threads/downloads.hpp"
#include "14-green-threads/reactor.hpp"

namespace workbook {
namespace {

struct Downloads {
  Reactor reactor{Reactor::Clock::virtual_time};
  Lines lines;
  std::size_t left;

  void log(const std::string& what) {
    lines.push_back(to_line(reactor.now().time_since_epoch(), what));
  }
};

// #region download
class Download {
 public:
  Download(Downloads& all, File file) : all_(all), file_(std::move(file)) {}

  void begin() {
    all_.reactor.wait(all_.reactor.now() + file_.to_connect,
                      [this](bool) { connected(); });
  }

 private:
  void connected() {
    all_.log(file_.name + " connected");
    part_ = 1;
    wait_for_part();
  }

  void wait_for_part() {
    all_.reactor.wait(all_.reactor.now() + file_.to_send,
                      [this](bool) { part_came(); });
  }

  void part_came() {
    try {
      check_part(file_, attempt_, part_);
    } catch (const std::runtime_error& error) {
      all_.log(fmt::format("{}: {}", file_.name, error.what()));
      ++attempt_;
      begin();
      return;
    }
    all_.log(fmt::format("{} part {}", file_.name, part_));
    if (part_++ < file_.parts) return wait_for_part();
    if (--all_.left == 0) all_.log("all files are here");
  }

  Downloads& all_;
  const File file_;
  int attempt_ = 1;  // what would be local variables
  int part_ = 0;
};
// #endregion download

}  // namespace

Lines download_with_callbacks(const std::vector<File>& files) {
  Downloads all;
  all.left = files.size();
  std::list<Download> downloads;
  for (const File& file : files) downloads.emplace_back(all, file).begin();
  all.reactor.run();
  return all.lines;
}

}  // namespace workbook
