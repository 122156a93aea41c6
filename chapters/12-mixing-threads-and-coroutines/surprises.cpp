#include "12-mixing-threads-and-coroutines/surprises.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "12-mixing-threads-and-coroutines/growing.hpp"
#include "12-mixing-threads-and-coroutines/versions.hpp"
#include "workbook/eventually.hpp"
#include "workbook/temporary_directory.hpp"

namespace workbook {
namespace {

// What the merge has said and written so far, a line each.
class Transcript {
 public:
  explicit Transcript(const std::filesystem::path& merged) : merged_(merged) {}

  void tell(const std::string& news) {
    const std::lock_guard lock(mutex_);
    const auto name = std::filesystem::path(news).filename().string();
    news_.push_back("(" + name + ")");
  }

  // What has come since the last call, once there are `count` of it.
  std::vector<std::string> next(std::size_t count) {
    std::vector<std::string> lines;
    eventually([&] {
      for (std::string line; std::getline(merged_, line);)
        lines.push_back(line);
      merged_.clear();
      const std::lock_guard lock(mutex_);
      if (lines.size() + news_.size() < count) return false;
      lines.insert(lines.begin(), news_.begin(), news_.end());
      news_.clear();
      return true;
    });
    return lines;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> news_;  // guarded by mutex_
  std::ifstream merged_;           // of the thread that asks
};

}  // namespace

void surprises(const Arguments&) {
  const TemporaryDirectory directory;
  const auto a = directory.path() / "a.log";
  const auto b = directory.path() / "b.log";
  const auto write = [](const auto& path, const char* text) {
    LogWriter(path).write(text);
  };
  const auto merged = directory.path() / "merged.log";
  MergedFile output(merged);
  Transcript transcript(merged);
  Merge merge(output,
              {.tell = [&](const auto& news) { transcript.tell(news); }});

  const auto step = [&](const std::string& what, std::size_t count,
                        const std::function<void()>& action) {
    action();
    std::string left = what;
    for (const std::string& line : transcript.next(count)) {
      fmt::print("{:<34} {}\n", left, line);
      left.clear();
    }
  };
  fmt::print("{:<34} {}\n", "what happens", "what is merged (and told)");
  write(a, "a 1\na 2 is lo");
  const Version& tasks = versions[2];
  const std::jthread merging([&] { tasks.run(merge, {a, b}); });
  step("a.log has one line and a half", 2, [] {});
  step("the other half", 1, [&] { write(a, "nger\n"); });
  step("b.log is made", 2, [&] { write(b, "b 1\n"); });
  step("a.log is emptied, and goes on", 1,
       [&] { std::filesystem::resize_file(a, 0); });
  step("", 1, [&] { write(a, "a 3\n"); });
  step("b.log is renamed, made again", 3, [&] {
    write(b, "b 2\n");
    std::filesystem::rename(b, directory.path() / "b.log.1");
    write(b, "b 3\n");
  });
  step("the end, in the middle of a line", 2, [&] {
    write(a, "a 4 is lo");
    merge.request_stop();
  });
}

}  // namespace workbook
