// One list of tests for all versions, and the bridges.

#include <dirent.h>
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>
#include <latch>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "12-mixing-threads-and-coroutines/bridges.hpp"
#include "12-mixing-threads-and-coroutines/confirm.hpp"
#include "12-mixing-threads-and-coroutines/files_in_test.hpp"
#include "12-mixing-threads-and-coroutines/growing.hpp"
#include "12-mixing-threads-and-coroutines/tasks.hpp"
#include "12-mixing-threads-and-coroutines/versions.hpp"
#include "workbook/cpu_time.hpp"
#include "workbook/eventually.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/thread_probe.hpp"

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using namespace workbook;

namespace {

// A merge of files in a directory of its own.
struct Followed {
  explicit Followed(const Paths& names, MergeOptions options = {},
                    const fs::path& output_name = "merged")
      : files(in_directory(names)),
        output(directory.path() / output_name, files),
        merge(output, with_news(std::move(options))) {}

  Paths in_directory(Paths names) const {
    for (fs::path& name : names) name = directory.path() / name;
    return names;
  }
  MergeOptions with_news(MergeOptions options) {
    options.tell = [this](const std::string& told) {
      const std::lock_guard lock(mutex);
      news += fs::path(told).filename().string() + '\n';
    };
    return options;
  }
  bool eventually_told(const std::string& what) {
    return eventually([&] {
      const std::lock_guard lock(mutex);
      return news.find(what) != std::string::npos;
    });
  }
  bool eventually_merged(std::string_view what) const {
    return eventually([&] { return merged().find(what) != std::string::npos; });
  }
  std::string merged() const { return text_of(output.path()); }

  void run(const Version& version) {
    version.run(merge, files);
    merge.rethrow();
  }

  TemporaryDirectory directory;
  Paths files;
  MergedFile output;
  std::mutex mutex;
  std::string news;  // guarded by mutex
  Merge merge;
};

// Follows in another thread, until this is destroyed at the latest.
struct Running {
  Running(Followed& followed, const Version& version)
      : followed_(followed), thread_([&followed, &version] {
          version.run(followed.merge, followed.files);
        }) {}
  ~Running() { followed_.merge.request_stop(); }

  void end() {
    followed_.merge.request_stop();
    thread_.join();
    followed_.merge.rethrow();
  }

 private:
  Followed& followed_;
  std::jthread thread_;
};

// Merges what somebody writes meanwhile: the difference, if there is one.
std::string merge_growing(const Version& version, const Growth& growth) {
  const TemporaryDirectory directory;
  const fs::path merged = directory.path() / "merged";
  GrowingLogs logs(directory.path(), growth);
  MergedFile output(merged, logs.paths());
  Merge merge(output);
  {
    const std::jthread writer([&] {
      logs.write();
      merge.request_stop();
    });
    version.run(merge, logs.paths());
    merge.rethrow();
  }
  long lines = 0;
  for (const auto& [path, count] : merge.counts()) lines += count.lines;
  CHECK(lines == static_cast<long>(growth.files) * growth.lines);
  return difference(merged, logs.paths()).value_or("none");
}

long open_files() {
  return std::distance(fs::directory_iterator("/proc/self/fd"), {});
}

// The most memory that this process had in use so far.
long peak_kilobytes() {
  struct rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void merge_much(const Version& version) {
  constexpr std::size_t megabytes = sanitized ? 5 : 100;
  Growth growth = {.files = 50, .line_size = 199, .piece = 16 * 1024};
  growth.lines = megabytes * 1'000'000 / 200 / 50;
  CHECK(merge_growing(version, {.files = 50}) == "none");
  const long before = peak_kilobytes();
  CHECK(merge_growing(version, growth) == "none");
  if (!sanitized) CHECK(peak_kilobytes() - before < 16 * 1024);
}

}  // namespace

TEST_CASE("each version merges what grows and nothing is lost or torn") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    CHECK(merge_growing(version, {.files = 3, .lines = 500, .piece = 7}) ==
          "none");
    CHECK(merge_growing(version, {.files = 1}) == "none");
  }
}

TEST_CASE("fifty files are no problem for any version") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    CHECK(merge_growing(version, {.files = 50, .lines = 50}) == "none");
  }
}

TEST_CASE("100 MB from 50 files with a thread each" *
          doctest::test_suite("thorough")) {
  merge_much(versions[0]);
}
TEST_CASE("100 MB from 50 files mixed" * doctest::test_suite("thorough")) {
  merge_much(versions[1]);
}
TEST_CASE("100 MB from 50 files in tasks" * doctest::test_suite("thorough")) {
  merge_much(versions[2]);
}
TEST_CASE("100 MB from 50 files wrapped" * doctest::test_suite("thorough")) {
  merge_much(versions[3]);
}

TEST_CASE("a half line and a late file and a rotation while it is followed") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    Followed followed({"a.log", "late.log"});
    const fs::path& a = followed.files[0];
    append(a, "a1\na2 is");
    Running running(followed, version);
    CHECK(followed.eventually_told("late.log: not there yet"));
    CHECK(followed.eventually_merged("a1\n"));
    append(a, " longer\n");
    append(followed.files[1], "late\n");
    CHECK(followed.eventually_merged("a2 is longer\n"));
    CHECK(followed.eventually_merged("late\n"));
    fs::resize_file(a, 0);
    CHECK(followed.eventually_told("a.log: truncated"));
    append(a, "a3\n");
    CHECK(followed.eventually_merged("a3\n"));
    append(a, "a4\n");
    fs::rename(a, followed.directory.path() / "a.log.1");
    append(a, "a5\n");
    CHECK(followed.eventually_told("a.log: rotated"));
    append(a, "a6 is");
    running.end();
    CHECK(followed.eventually_told("a.log: its last line had no newline"));
    CHECK(followed.merged().ends_with("a3\na4\na5\na6 is\n"));
  }
}

TEST_CASE("a file that is rotated again and again loses nothing") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    Followed followed({"a.log"});
    std::string expected;
    Running running(followed, version);
    for (int i = 0; i < 10; ++i) {
      const std::string line = "line " + std::to_string(i) + "\n";
      append(followed.files[0], line);
      CHECK(followed.eventually_merged(line));  // or we rotate too fast
      append(followed.files[0], "its end\n");
      fs::rename(followed.files[0],
                 followed.directory.path() / ("a.log." + std::to_string(i)));
      expected += line + "its end\n";
    }
    running.end();
    CHECK(followed.merged() == expected);
  }
}

TEST_CASE("what is there when the end is asked for is still merged") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    Followed followed({"a.log", "b.log", "c.log"}, {.chunk = 3});
    for (const auto& file : followed.files)
      append(file, "one\ntwo\nthree\nfour");
    followed.merge.request_stop();
    followed.run(version);
    CHECK(followed.merged().size() == 3 * 19);
  }
}

TEST_CASE("it ends by itself when no file grows any more") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    Followed followed({"a.log", "never.log"}, {.until_idle = 30ms});
    append(followed.files[0], "one\ntwo");
    followed.run(version);
    CHECK(followed.merged() == "one\ntwo\n");
  }
}

TEST_CASE("a file that cannot be read ends the merge with its name") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    Followed followed({"a.log", "b.log", "c.log"});
    append(followed.files[0], "one\n");
    fs::create_directory(followed.files[1]);
    append(followed.files[2], "two\nthree");
    const std::string error =
        "follow \"" + followed.files[1].string() + "\": Is a directory";
    CHECK_THROWS_WITH(followed.run(version), error.c_str());
    // The others have ended as if asked to.
    CHECK(followed.eventually_merged("one\n"));
    CHECK(followed.eventually_merged("two\n"));
    CHECK(followed.eventually_merged("three\n"));
  }
}

TEST_CASE("a full disk ends the merge with an error") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    Followed followed({"a.log", "b.log"}, {}, "/dev/full");
    for (const auto& file : followed.files) append(file, "one\n");
    CHECK_THROWS_WITH(followed.run(version),
                      "write \"/dev/full\": No space left on device");
  }
}

TEST_CASE("who writes and how many read is what the version says") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    std::mutex mutex;  // guards what follows
    std::set<std::thread::id> readers;
    std::set<std::thread::id> writers;
    int writing = 0;
    int most_writing = 0;
    const auto watch = [&](const std::string& step) {
      thread_local bool writes = false;
      {
        const std::lock_guard lock(mutex);
        const auto self = std::this_thread::get_id();
        if (step.starts_with("read")) readers.insert(self);
        if (step.starts_with("write")) writers.insert(self);
        if (writes) --writing;
        writes = step.starts_with("write");
        if (writes) most_writing = std::max(++writing, most_writing);
      }
      if (writes) std::this_thread::sleep_for(1ms);  // others would come
    };
    Followed followed({"1", "2", "3", "4", "5", "6"}, {.watch = watch});
    for (const auto& file : followed.files) append(file, "one\n");
    followed.merge.request_stop();
    followed.run(version);

    const std::string name(version.name);
    const bool has_loop = name == "mixed" || name == "tasks";
    const bool is_small = name == "tasks" || name == "wrapped";
    CHECK(most_writing == 1);
    CHECK((writers == std::set{std::this_thread::get_id()}) == has_loop);
    CHECK(readers.contains(std::this_thread::get_id()) == false);
    if (is_small) CHECK(readers.size() <= reads_at_a_time);
    if (name == "wrapped") CHECK(writers.size() == 6);
    if (name == "threads") CHECK(readers == writers);
  }
}

TEST_CASE("a pool with too few threads starves the mixed version") {
  std::mutex mutex;
  std::set<std::string> followed_files;  // guarded by mutex
  Merge* merge = nullptr;
  std::atomic<int> looks = 0;
  const auto watch = [&](const std::string& step) {
    const std::lock_guard lock(mutex);
    if (step.starts_with("read") && !merge->stop_requested())
      followed_files.insert(step);
    if (followed_files.size() == 2 && ++looks > 20) merge->request_stop();
  };
  Followed followed({"1", "2", "3"}, {.watch = watch});
  merge = &followed.merge;
  for (const auto& file : followed.files) append(file, "one\n");
  merge_in_pool_of(2, followed.merge, followed.files);
  followed.merge.rethrow();
  CHECK(followed_files.size() == 2);              // until the end
  CHECK(followed.merged() == "one\none\none\n");  // and the third after it
}

TEST_CASE("followers that have caught up do not burn a core") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    Followed followed({"a.log", "b.log"}, {.until_idle = 100ms});
    const Stopwatch stopwatch;
    const double before = cpu_seconds_of_this_process();
    followed.run(version);
    CHECK(cpu_seconds_of_this_process() - before < 0.6 * stopwatch.seconds());
  }
}

TEST_CASE("no thread and no descriptor is left behind") {
  for (const Version& version : versions) {
    CAPTURE(version.name);
    const int threads = thread_count();
    Followed followed({"a.log", "b.log", "c.log"});
    append(followed.files[0], "one\n");
    fs::create_directory(followed.files[1]);
    const long files = open_files();
    CHECK_THROWS(followed.run(version));
    CHECK(open_files() == files);
    CHECK(eventually([&] { return thread_count() <= threads; }));
  }
}

namespace {

asio::awaitable<int> fail_there() {
  throw std::runtime_error("out of paper");
  co_return 0;
}

// Where a function was called, and where its caller went on.
struct Places {
  std::thread::id called;
  std::thread::id went_on;
  std::unique_ptr<int> result;
};

asio::awaitable<Places> go_there_and_back(asio::thread_pool& pool) {
  Places places;
  auto function = [result = std::make_unique<int>(42), &places]() mutable {
    places.called = std::this_thread::get_id();
    return std::move(result);  // what can only be moved is fine
  };
  places.result = co_await run_in_pool(pool, std::move(function));
  places.went_on = std::this_thread::get_id();
  co_return places;
}

asio::awaitable<std::string> fail_in_pool(asio::thread_pool& pool,
                                          std::thread::id& went_on) {
  const auto function = [] { throw std::runtime_error("no such disk"); };
  std::string caught;
  try {
    co_await run_in_pool(pool, function);
  } catch (const std::runtime_error& error) {
    caught = error.what();
  }
  went_on = std::this_thread::get_id();
  co_return caught;
}

asio::awaitable<void> meet_in_pool(asio::thread_pool& pool, std::latch& both) {
  const auto function = [&] { both.arrive_and_wait(); };
  co_await run_in_pool(pool, function);
}

// A loop that a thread runs, until this is destroyed.
struct LoopThread {
  asio::io_context loop;
  asio::executor_work_guard<asio::io_context::executor_type> work =
      asio::make_work_guard(loop);
  std::jthread thread{[this] { loop.run(); }};
  ~LoopThread() { work.reset(); }
};

asio::awaitable<std::thread::id> where_am_i() {
  co_return std::this_thread::get_id();
}

asio::awaitable<std::string> ask_the_own_loop(asio::io_context& loop) {
  try {
    post_and_wait(loop, where_am_i());
  } catch (const std::logic_error& error) {
    co_return error.what();
  }
  co_return "";
}

asio::awaitable<void> set_later(bool& flag) {
  asio::steady_timer timer(co_await asio::this_coro::executor, 5ms);
  co_await timer.async_wait(asio::use_awaitable);
  flag = true;
}

asio::awaitable<int> spawn(bool& flag) {
  asio::co_spawn(co_await asio::this_coro::executor, set_later(flag),
                 asio::detached);
  co_return 42;
}

}  // namespace

TEST_CASE("run_in_pool calls there and goes on here") {
  asio::thread_pool pool(1);
  const Places places = run_to_completion(go_there_and_back(pool));
  CHECK(places.called != std::this_thread::get_id());
  CHECK(places.went_on == std::this_thread::get_id());
  CHECK(*places.result == 42);
}

TEST_CASE("what the function throws in the pool reaches the coroutine") {
  asio::thread_pool pool(1);
  std::thread::id went_on;
  CHECK(run_to_completion(fail_in_pool(pool, went_on)) == "no such disk");
  CHECK(went_on == std::this_thread::get_id());
}

TEST_CASE("the loop goes on while a function runs in the pool") {
  asio::thread_pool pool(1);
  asio::io_context loop;
  std::latch both(2);  // the function in the pool, and the loop
  asio::co_spawn(loop, meet_in_pool(pool, both), asio::detached);
  asio::post(loop, [&] { both.arrive_and_wait(); });
  loop.run();
}

TEST_CASE("post_and_wait runs a coroutine in the loop's thread") {
  LoopThread other;
  CHECK(post_and_wait(other.loop, where_am_i()) == other.thread.get_id());
  CHECK_THROWS_WITH(post_and_wait(other.loop, fail_there()), "out of paper");
}

TEST_CASE("post_and_wait refuses to wait in the loop's own thread") {
  LoopThread other;
  CHECK(post_and_wait(other.loop, ask_the_own_loop(other.loop)) ==
        "post_and_wait: the loop cannot wait for itself");
  // Another loop's thread may wait: that holds it up, but ends.
  asio::io_context loop;
  bool is_done = false;
  asio::post(loop, [&] {
    is_done = post_and_wait(other.loop, where_am_i()) == other.thread.get_id();
  });
  loop.run();
  CHECK(is_done);
}

TEST_CASE("run_to_completion also runs what was spawned") {
  bool flag = false;
  CHECK(run_to_completion(spawn(flag)) == 42);
  CHECK(flag);
  CHECK_THROWS_WITH(run_to_completion(fail_there()), "out of paper");
}
