#include "13-responsive-event-loop/write_thread.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/execution.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <latch>
#include <map>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "13-responsive-event-loop/descriptors_of.hpp"
#include "13-responsive-event-loop/file_size_limit.hpp"
#include "13-responsive-event-loop/orders.hpp"
#include "13-responsive-event-loop/run_loop.hpp"
#include "13-responsive-event-loop/ticker.hpp"
#include "workbook/eventually.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/thread_probe.hpp"

namespace {

using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;
using workbook::descriptors_of;
using workbook::eventually;
using workbook::run_loop;
using workbook::with_writer;
using workbook::WriteThread;
using Strings = std::vector<std::string>;

Strings lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  Strings lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

awaitable<void> yield() {
  co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
}

// What was thrown to the one who awaited it; empty: nothing.
awaitable<std::string> error_of(awaitable<void> operation) {
  std::string text;
  try {
    co_await std::move(operation);
  } catch (const std::exception& error) {
    text = error.what();
  }
  co_return text;
}

awaitable<void> write_lines(WriteThread& writer, std::string name, int count,
                            int& written) {
  for (int i = 0; i < count; ++i) {
    co_await writer.write(fmt::format("{} {}\n", name, i));
    ++written;
  }
}

// Spawns `coroutines` that write `count` lines each and waits for none of them.
awaitable<void> spawn_writers(WriteThread& writer, int coroutines, int count,
                              int& written) {
  const auto loop = co_await asio::this_coro::executor;
  for (int i = 0; i < coroutines; ++i) {
    asio::co_spawn(loop,
                   write_lines(writer, fmt::format("w{}", i), count, written),
                   asio::detached);
  }
}

awaitable<void> spawn_and_wait(WriteThread& writer, int coroutines, int count,
                               int& written) {
  co_await spawn_writers(writer, coroutines, count, written);
  while (written < coroutines * count) co_await yield();
}

// In memory where there is such a place: each write waits for the disk, and
// there are many.
workbook::TemporaryDirectory quick_directory() {
  constexpr const char* in_memory = "/dev/shm";
  if (::access(in_memory, W_OK | X_OK) == 0) ::setenv("TMPDIR", in_memory, 1);
  return {};
}

struct InADirectory {
  workbook::TemporaryDirectory directory = quick_directory();
  std::filesystem::path path = directory.path() / "a.log";
};

}  // namespace

TEST_CASE_FIXTURE(InADirectory,
                  "each coroutine's lines are whole and in order") {
  constexpr int coroutines = 20;
  constexpr int count = 10;
  int written = 0;
  run_loop(with_writer(path, [&](WriteThread& writer) {
    return spawn_and_wait(writer, coroutines, count, written);
  }));
  const Strings lines = lines_of(path);
  CHECK(lines.size() == coroutines * count);
  std::map<std::string, int> next;
  for (const std::string& line : lines) {
    const std::string name = line.substr(0, line.find(' '));
    CHECK(line == fmt::format("{} {}", name, next[name]++));
  }
  CHECK(next.size() == coroutines);
}

TEST_CASE_FIXTURE(InADirectory, "write returns when its line is in the file") {
  const auto body = [this](WriteThread& writer) -> awaitable<void> {
    for (int i = 1; i <= 3; ++i) {
      co_await writer.write("a line\n");
      CHECK(lines_of(path).size() == static_cast<std::size_t>(i));
    }
  };
  run_loop(with_writer(path, body));
}

TEST_CASE_FIXTURE(InADirectory, "the loop ticks while a write is stuck") {
  std::latch three_ticks(3);
  const auto body = [](WriteThread& writer) { return writer.write("line\n"); };
  const auto ticks = [](std::latch& latch) -> awaitable<void> {
    for (int i = 0; i < 3; ++i) {
      co_await yield();
      latch.count_down();
    }
  };
  const auto both = [&]() -> awaitable<void> {
    const auto loop = co_await asio::this_coro::executor;
    // The write ends only when the loop has ticked, and ticks begin after it.
    const auto stuck = [&] {
      asio::co_spawn(loop, ticks(three_ticks), asio::detached);
      three_ticks.wait();
    };
    co_await with_writer(path, body, stuck);
  };
  run_loop(both());
  CHECK(lines_of(path).size() == 1);
}

TEST_CASE_FIXTURE(InADirectory, "the loop ticks while nobody reads the pipe") {
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const std::string more_than_a_pipe_holds(1'000'000, 'x');
  const auto body = [&](WriteThread& writer) {
    return writer.write(more_than_a_pipe_holds);
  };
  std::string received;
  std::thread reader;
  // The writer's open waits for a reader; only a loop that goes on brings one.
  const auto tick_and_read = [&]() -> awaitable<void> {
    for (int i = 0; i < 10; ++i) co_await yield();
    reader = std::thread([&] {
      std::ifstream pipe(path);
      received.assign(std::istreambuf_iterator<char>(pipe), {});
    });
  };
  asio::io_context loop;
  bool is_written = false;
  asio::co_spawn(loop, with_writer(path, body),
                 [&](const std::exception_ptr& error) { is_written = !error; });
  asio::co_spawn(loop, tick_and_read(), asio::detached);
  loop.run();
  reader.join();
  CHECK(is_written);
  CHECK(received == more_than_a_pipe_holds);
}

TEST_CASE_FIXTURE(InADirectory,
                  "the scope ends when what was begun is written") {
  int written = 0;
  run_loop(with_writer(
      path,
      [&](WriteThread& writer) {
        return spawn_writers(writer, 10, 1, written);
      },
      [] { std::this_thread::sleep_for(2ms); }));
  CHECK(written == 10);
  CHECK(lines_of(path).size() == 10);
}

TEST_CASE_FIXTURE(InADirectory, "the scope ends also when the body throws") {
  const auto body = [this](WriteThread& writer) -> awaitable<void> {
    co_await writer.write("before\n");
    CHECK(descriptors_of(path).size() == 1);
    throw std::runtime_error("no more paper");
  };
  const int threads = workbook::thread_count();
  CHECK_THROWS_WITH(run_loop(with_writer(path, body)), "no more paper");
  CHECK(lines_of(path) == Strings{"before"});
  CHECK(descriptors_of(path).empty());
  CHECK(eventually([&] { return workbook::thread_count() == threads; }));
}

TEST_CASE_FIXTURE(InADirectory,
                  "the loop ticks while a scope that threw ends") {
  asio::io_context loop;
  std::atomic<bool> has_ticked = false;
  bool ticked_meanwhile = false;
  const auto slow_write = [&] {
    asio::post(loop, [&] { has_ticked = true; });
    ticked_meanwhile = eventually([&] { return has_ticked.load(); });
  };
  int written = 0;
  const auto body = [&](WriteThread& writer) -> awaitable<void> {
    co_await spawn_writers(writer, 1, 1, written);
    throw std::runtime_error("no more paper");
  };
  std::exception_ptr error;
  asio::co_spawn(loop, with_writer(path, body, slow_write),
                 [&](const std::exception_ptr& thrown) { error = thrown; });
  loop.run();
  CHECK_THROWS_WITH(std::rethrow_exception(error), "no more paper");
  CHECK(ticked_meanwhile);
  CHECK(written == 1);
}

TEST_CASE_FIXTURE(InADirectory, "an error of the close ends the scope") {
  const auto body = [this](WriteThread& writer) -> awaitable<void> {
    co_await writer.write("before\n");
    for (const int fd : descriptors_of(path)) ::close(fd);
  };
  CHECK_THROWS_WITH_AS(
      run_loop(with_writer(path, body)),
      ("close \"" + path.string() + "\": Bad file descriptor").c_str(),
      std::system_error);
}

TEST_CASE_FIXTURE(InADirectory, "the body's error comes before the close's") {
  const auto body = [this](WriteThread& writer) -> awaitable<void> {
    co_await writer.write("before\n");
    for (const int fd : descriptors_of(path)) ::close(fd);
    throw std::runtime_error("no more paper");
  };
  CHECK_THROWS_WITH(run_loop(with_writer(path, body)), "no more paper");
}

TEST_CASE_FIXTURE(InADirectory, "a writer that is not closed finishes too") {
  int written = 0;
  // All on one loop: the destructor must not need it.
  const auto body = [&]() -> awaitable<void> {
    WriteThread writer;
    co_await writer.open(path, [] { std::this_thread::sleep_for(2ms); });
    co_await spawn_writers(writer, 10, 1, written);
    co_await yield();
  };
  run_loop(body());
  CHECK(written == 10);
  CHECK(lines_of(path).size() == 10);
}

TEST_CASE_FIXTURE(InADirectory, "a line after the end is refused") {
  const auto body = [this]() -> awaitable<void> {
    WriteThread writer;
    CHECK(co_await error_of(writer.write("x")) == "the writer has no file");
    co_await writer.open(path);
    co_await writer.close();
    CHECK(co_await error_of(writer.write("x")) == "the writer is closed");
    CHECK(co_await error_of(writer.open(path)) == "the writer is closed");
    co_await writer.close();
  };
  run_loop(body());
  CHECK(lines_of(path).empty());
}

namespace {

// Runs coroutines in a loop. Asio says to it when an operation begins that the
// coroutine will wait for; `at_beginning` is called then, once.
struct ProbingExecutor {
  asio::io_context* loop;
  std::function<void()>* at_beginning;

  asio::execution_context& query(asio::execution::context_t) const noexcept {
    return *loop;
  }
  static constexpr asio::execution::blocking_t query(
      asio::execution::blocking_t) noexcept {
    return asio::execution::blocking.never;
  }
  ProbingExecutor require(
      asio::execution::outstanding_work_t::tracked_t) const {
    if (*at_beginning) std::exchange(*at_beginning, nullptr)();
    return *this;
  }
  template <typename Function>
  void execute(Function&& function) const {
    asio::post(*loop, std::forward<Function>(function));
  }
  bool operator==(const ProbingExecutor&) const = default;
};

}  // namespace

TEST_CASE_FIXTURE(InADirectory, "a line that the end overtakes is refused") {
  asio::io_context loop;
  auto work = asio::make_work_guard(loop);
  WriteThread writer;  // ends first: its thread may be in a post to `loop`
  run_loop(writer.open(path));
  std::function<void()> overtake;
  std::string error;
  const auto write = [&]() -> awaitable<void> {
    // Between the moment at which `write` is let in and its turn
    overtake = [&] { run_loop(writer.close()); };
    error = co_await error_of(writer.write("late\n"));
  };
  asio::co_spawn(ProbingExecutor{&loop, &overtake}, write(),
                 [&](const std::exception_ptr&) { work.reset(); });
  loop.run();
  CHECK(error == "the writer has no file");
  CHECK(lines_of(path).empty());
}

TEST_CASE_FIXTURE(InADirectory, "a file that cannot be opened is told") {
  const auto body = [](WriteThread&) -> awaitable<void> { co_return; };
  const std::filesystem::path missing = directory.path() / "nosuch" / "a.log";
  CHECK_THROWS_WITH(
      run_loop(with_writer(missing, body)),
      ("open \"" + missing.string() + "\": No such file or directory").c_str());
}

TEST_CASE("when the disk is full each line's error reaches who awaits it") {
  const auto body = [](WriteThread& writer) -> awaitable<void> {
    for (int i = 0; i < 3; ++i) {
      CHECK(co_await error_of(writer.write("a line\n")) ==
            "write \"/dev/full\": No space left on device");
    }
  };
  run_loop(with_writer("/dev/full", body));
}

TEST_CASE("an error that nobody catches ends the scope") {
  const auto body = [](WriteThread& writer) { return writer.write("x"); };
  CHECK_THROWS_AS(run_loop(with_writer("/dev/full", body)), std::system_error);
}

TEST_CASE_FIXTURE(InADirectory, "when the disk is full no half line is left") {
  const auto body = [](WriteThread& writer) -> awaitable<void> {
    Strings errors;
    {  // within the limit, no report of a failed check could be written either
      const workbook::FileSizeLimit limit(10);  // bytes
      for (const char* line :
           {"1234\n", "too long\n", "678\n", "again too long\n"})
        errors.push_back(co_await error_of(writer.write(line)));
    }
    CHECK(errors[0] == "");
    CHECK(errors[1] != "");
    CHECK(errors[2] == "");
    CHECK(errors[3] != "");
    CHECK(co_await error_of(writer.write("there is room again\n")) == "");
  };
  run_loop(with_writer(path, body));
  CHECK(lines_of(path) == Strings{"1234", "678", "there is room again"});
}

TEST_CASE_FIXTURE(InADirectory, "a pipe whose reader left is an error") {
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  workbook::UniqueFd reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
  const auto body = [&](WriteThread& writer) -> awaitable<void> {
    co_await writer.write("read me\n");
    reader.reset();
    CHECK(co_await error_of(writer.write("x")) ==
          "write \"" + path.string() + "\": Broken pipe");
  };
  run_loop(with_writer(path, body));
}

namespace {

// Writes until it is refused. What was written is in `written`.
awaitable<void> write_until_refused(WriteThread& writer, std::string name,
                                    Strings& written, std::atomic<int>& total) {
  for (int i = 0;; ++i) {
    const std::string line = fmt::format("{} {}", name, i);
    if (const std::string error = co_await error_of(writer.write(line + '\n'));
        !error.empty()) {
      CHECK((error == "the writer is closed" ||
             error == "the writer has no file"));
      co_return;
    }
    written.push_back(line);
    ++total;
  }
}

// Three loops write, and a fourth closes or destroys the writer at some moment.
void race_to_the_end(const std::filesystem::path& path, int lines_before_end) {
  constexpr std::size_t loops = 3;
  std::vector<Strings> written(loops);
  std::atomic<int> total = 0;
  WriteThread writer;
  run_loop(writer.open(path));
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < loops; ++i) {
    threads.emplace_back([&, i] {
      run_loop(write_until_refused(writer, fmt::format("loop{}", i), written[i],
                                   total));
    });
  }
  CHECK(eventually([&] { return total >= lines_before_end; }));
  run_loop(writer.close());
  threads.clear();  // joins

  Strings told;
  for (const Strings& lines : written)
    told.insert(told.end(), lines.begin(), lines.end());
  Strings found = lines_of(path);
  std::ranges::sort(told);
  std::ranges::sort(found);
  CHECK(found == told);
  std::filesystem::remove(path);
}

}  // namespace

TEST_CASE_FIXTURE(InADirectory, "what was told to be written is and no other") {
  for (int i = 0; i < 20; ++i) race_to_the_end(path, i);
}

TEST_SUITE("thorough") {
  TEST_CASE_FIXTURE(InADirectory, "hundreds of writers end without a loss") {
    const int rounds = workbook::sanitized ? 50 : 500;
    for (int i = 0; i < rounds; ++i) race_to_the_end(path, i % 7);
  }
}

TEST_CASE_FIXTURE(InADirectory, "writers come and go at once without a loss") {
  for (int i = 0; i < 50; ++i) {
    int written = 0;
    run_loop(with_writer(path, [&](WriteThread& writer) {
      return spawn_writers(writer, 5, 1, written);
    }));
    CHECK(written == 5);
    CHECK(lines_of(path).size() == static_cast<std::size_t>(5 * (i + 1)));
  }
}
