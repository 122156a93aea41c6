#include "12-mixing-threads-and-coroutines/pictures.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "12-mixing-threads-and-coroutines/growing.hpp"
#include "12-mixing-threads-and-coroutines/versions.hpp"
#include "workbook/cpu_time.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

constexpr auto read_time = 20ms;  // of a slow disk
constexpr auto write_time = 15ms;

// Which threads read and which write, and when.
class Lanes {
 public:
  Lanes(Timeline& timeline, std::string readers, std::string writers)
      : timeline_(timeline),
        reader_(std::move(readers)),
        writer_(std::move(writers)) {}

  void step(const std::string& what) {
    const bool is_read = what.starts_with("read");
    const std::string lane = lane_of(std::this_thread::get_id(), what);
    if (what.empty()) {
      timeline_.begin(lane, Timeline::Kind::wait);
    } else {
      timeline_.begin(lane, Timeline::Kind::run,
                      what.substr(0, what.find('.')));
      std::this_thread::sleep_for(is_read ? read_time : write_time);
    }
  }
  std::size_t readers() const { return readers_.size(); }
  std::size_t writers() const { return writers_.size(); }

 private:
  std::string lane_of(std::thread::id thread, std::string_view what) {
    const std::lock_guard lock(mutex_);
    const bool is_read = what.starts_with("read");
    if (!what.empty()) (is_read ? readers_ : writers_).insert(thread);
    std::string& name = names_[thread];
    if (name.empty()) {
      const std::string& role = is_read ? reader_ : writer_;
      name = role == "loop" ? role : fmt::format("{} {}", role, ++roles_[role]);
    }
    return name;
  }

  Timeline& timeline_;
  const std::string reader_;
  const std::string writer_;
  std::mutex mutex_;                              // guards all that follows
  std::map<std::thread::id, std::string> names_;  // the lane of each thread
  std::map<std::string, int> roles_;
  std::set<std::thread::id> readers_;
  std::set<std::thread::id> writers_;
};

constexpr std::size_t line_size = 40;

std::string count(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

// Merges three files of three lines each, a line at a look, on a slow disk.
void draw(const Version& version, const std::string& title,
          const std::string& readers, const std::string& writers) {
  const TemporaryDirectory directory;
  GrowingLogs logs(directory.path(),
                   {.files = 3, .lines = 3, .line_size = line_size});
  logs.write();
  MergedFile output(directory.path() / "merged");
  Timeline timeline(title);
  Lanes lanes(timeline, readers, writers);
  Merge merge(output, {.watch = [&](const auto& step) { lanes.step(step); },
                       .chunk = line_size + 1});
  merge.request_stop();  // what is there, and no more
  const Stopwatch stopwatch;
  version.run(merge, logs.paths());
  merge.rethrow();
  fmt::print(
      "read in {}, written in {}, {} ms\n",
      figure("readers", count(lanes.readers(), "thread")),
      figure("writers", count(lanes.writers(), "thread")),
      figure("elapsed", fmt::format("{:.0f}", stopwatch.seconds() * 1e3)));
  timeline.show();
}

}  // namespace

void draw_threads(const Arguments&) {
  draw(versions[0], "A thread a file", "thread", "thread");
}
void draw_mixed(const Arguments&) {
  draw(versions[1], "A loop, and followers in a pool", "pool", "loop");
}
void draw_tasks(const Arguments&) {
  draw(versions[2], "Coroutines in a loop, reads in a pool", "pool", "loop");
}
void draw_wrapped(const Arguments&) {
  draw(versions[3], "A thread and a loop for each coroutine", "pool", "thread");
}

void small_pool(const Arguments&) {
  for (const std::size_t threads : {3U, 2U}) {
    const TemporaryDirectory directory;
    GrowingLogs logs(directory.path(), {.files = 3, .lines = 5});
    logs.write();
    MergedFile output(directory.path() / "merged");
    std::atomic<std::size_t> writes = 0;
    std::atomic<int> looks = 0;
    std::map<std::string, int> before;  // the end; by step
    Merge* merging = nullptr;
    Merge merge(
        output, {.watch = [&](const std::string& step) {
          if (step.starts_with("write")) {
            if (!merging->stop_requested()) ++before[step];
            ++writes;
          } else if (writes >= threads && ++looks > 20) {
            merging
                ->request_stop();  // all whom we wait for, and a while longer
          }
        }});
    merging = &merge;
    merge_in_pool_of(threads, merge, logs.paths());
    merge.rethrow();
    fmt::print("3 files, a pool of {} threads: until we ask for the end, ",
               threads);
    std::string names;
    for (const auto& [step, times] : before)
      names += (names.empty() ? "" : ", ") + step.substr(6);
    fmt::print("{}\n", figure(fmt::format("followed-{}", threads), names));
  }
}

void quiet(const Arguments& arguments) {
  if (arguments.size() > 1)
    throw UsageError("takes [files], not a second word");
  constexpr long usual = 50;
  const long files =
      arguments.empty() ? usual : to_number(arguments[0], "files", 1, 500);
  constexpr const char* row = "{:<10} {:>8} {:>14} {:>16}\n";
  fmt::print("{} files that do not grow\n", files);
  fmt::print(row, "", "threads", "looks/s", "CPU of a core");
  for (const Version& version : versions) {
    const TemporaryDirectory directory;
    GrowingLogs logs(directory.path(),
                     {.files = static_cast<std::size_t>(files), .lines = 1});
    logs.write();
    MergedFile output(directory.path() / "merged");
    std::mutex mutex;
    std::set<std::thread::id> threads;
    std::atomic<long> looks = 0;
    Merge merge(output,
                {.until_idle = 300ms, .watch = [&](const std::string& step) {
                   if (step.starts_with("read")) ++looks;
                   const std::lock_guard lock(mutex);
                   threads.insert(std::this_thread::get_id());
                 }});
    const Stopwatch stopwatch;
    const double cpu = cpu_seconds_of_this_process();
    version.run(merge, logs.paths());
    merge.rethrow();
    const double seconds = stopwatch.seconds();
    const std::string name(version.name);
    fmt::print(
        row, name, figure(name + "-threads", std::to_string(threads.size())),
        fmt::format("{:.0f}", static_cast<double>(looks) / seconds),
        figure(name + "-cpu",
               fmt::format("{:.1f} %", (cpu_seconds_of_this_process() - cpu) /
                                           seconds * 100)));
  }
}

}  // namespace workbook
