#include "02-threads/line_log.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <latch>
#include <memory>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "02-threads/thread_name.hpp"
#include "workbook/temporary_directory.hpp"

using namespace workbook;

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_file(const std::string& path) {
  return {std::fopen(path.c_str(), "w"), std::fclose};
}

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// Text whose length and letters say where it belongs: pieces of two cannot make
// a third.
std::string text_of(std::size_t thread, std::size_t line) {
  return fmt::format("{}.{} {}", thread, line,
                     std::string(line * 37 % 5'000, "abcd"[thread]));
}

}  // namespace

TEST_CASE("a line has the time and the name of the thread and the text") {
  const TemporaryDirectory folder;
  const std::string path = folder.path() / "log";
  const File file = open_file(path);
  const LineLog log(file.get());
  std::jthread([&] {
    name_this_thread("worker 3");
    log.println("{} of {} files", 7, 20);
  }).join();
  const std::vector<std::string> lines = lines_of(path);
  REQUIRE(lines.size() == 1);
  std::istringstream words(lines[0]);
  double seconds = -1;
  words >> seconds;
  CHECK(seconds >= 0);
  std::string rest;
  std::getline(words, rest);
  CHECK(rest == "  worker 3    7 of 20 files");
}

TEST_CASE("lines of four threads never tear and stay in order") {
  constexpr std::size_t threads = 4;
  constexpr std::size_t lines_each = 500;
  const TemporaryDirectory folder;
  const std::string path = folder.path() / "log";
  const File file = open_file(path);
  const LineLog log(file.get());
  {
    std::latch start(threads);
    std::vector<std::jthread> writers;
    for (std::size_t i = 0; i < threads; ++i) {
      writers.emplace_back([&, i] {
        name_this_thread("writer");
        start.arrive_and_wait();
        for (std::size_t line = 0; line < lines_each; ++line) {
          log.println("{}", text_of(i, line));
        }
      });
    }
  }
  std::array<std::size_t, threads> next{};
  std::size_t whole = 0;
  for (const std::string& line : lines_of(path)) {
    const std::string marker = "  writer      ";
    const std::size_t at = line.find(marker);
    REQUIRE(at != std::string::npos);
    const std::string text = line.substr(at + marker.size());
    const auto thread = static_cast<std::size_t>(text.at(0) - '0');
    REQUIRE(thread < threads);
    if (text == text_of(thread, next.at(thread)++)) ++whole;
  }
  CHECK(whole == threads * lines_each);
}

TEST_CASE("a line is written when println returns") {
  const TemporaryDirectory folder;
  const std::string path = folder.path() / "log";
  const File file = open_file(path);
  const LineLog log(file.get());
  log.println("one");
  CHECK(lines_of(path).size() == 1);
}

TEST_CASE("a line that cannot be written is an error that says why") {
  const File full = open_file("/dev/full");
  const LineLog log(full.get());
  CHECK_THROWS_WITH_AS(log.println("lost"),
                       "write to the log: No space left on device",
                       std::system_error);
}

TEST_CASE("a line that no buffer holds is an error too when it is lost") {
  const File full = open_file("/dev/full");
  const LineLog log(full.get());
  const std::string long_line(1'000'000, 'x');
  CHECK_THROWS_WITH_AS(log.println("{}", long_line),
                       "write to the log: No space left on device",
                       std::system_error);
}

TEST_CASE("the system knows a thread by its name") {
  std::jthread([] {
    name_this_thread("download");
    const std::vector<std::string> comm =
        lines_of(fmt::format("/proc/self/task/{}/comm", ::gettid()));
    CHECK(comm == std::vector<std::string>{"download"});
    CHECK(this_thread_name() == "download");
  }).join();
}

TEST_CASE("a thread's name is cut off after 15 bytes") {
  std::jthread([] {
    name_this_thread("a name that is too long");
    CHECK(this_thread_name() == "a name that is ");
  }).join();
}

TEST_CASE("a thread without a name has that of the thread that started it") {
  std::jthread([] {
    name_this_thread("parent");
    std::jthread([] { CHECK(this_thread_name() == "parent"); }).join();
  }).join();
}
