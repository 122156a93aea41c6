#include <doctest/doctest.h>

#include <atomic>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "interleave/doctest.hpp"
#include "line_writer.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"

namespace {

const LineWriter::Done ignore = [](const std::exception_ptr&) {};

}  // namespace

TEST_CASE("lines are written in the writer's thread") {
  CHECK_INTERLEAVINGS([] {
    const std::thread::id here = std::this_thread::get_id();
    bool is_written_here = false;
    bool is_done_here = false;
    LineWriter writer([&](const std::string&) {
      is_written_here = std::this_thread::get_id() == here;
    });
    const bool is_taken = writer.write("a", [&](const std::exception_ptr&) {
      is_done_here = std::this_thread::get_id() == here;
    });
    writer.stop();
    CHECK(is_taken);
    CHECK_FALSE(is_written_here);
    CHECK_FALSE(is_done_here);
  });
}

TEST_CASE("stop loses no line") {
  CHECK_INTERLEAVINGS([] {
    std::string file;
    int done = 0;
    const auto count = [&](const std::exception_ptr&) { ++done; };
    LineWriter writer([&](const std::string& line) { file += line; });
    writer.write("a", count);
    writer.write("b", count);
    writer.stop();
    CHECK(file == "ab");
    CHECK(done == 2);
  });
}

TEST_CASE("stop ends a writer that has nothing to do") {
  CHECK_INTERLEAVINGS([] {
    LineWriter writer([](const std::string&) {});
    writer.stop();
    writer.stop();  // again: nothing happens
  });
}

TEST_CASE("after stop a line is refused") {
  CHECK_INTERLEAVINGS([] {
    int written = 0;
    int done = 0;
    LineWriter writer([&](const std::string&) { ++written; });
    writer.stop();
    const bool is_taken =
        writer.write("a", [&](const std::exception_ptr&) { ++done; });
    CHECK_FALSE(is_taken);
    CHECK(written == 0);
    CHECK(done == 0);
  });
}

TEST_CASE("a line is either written or refused") {
  CHECK_INTERLEAVINGS([] {
    bool is_taken = false;
    int written = 0;
    int done = 0;
    LineWriter writer([&](const std::string&) { ++written; });
    std::thread other([&] {
      is_taken = writer.write("a", [&](const std::exception_ptr&) { ++done; });
    });
    writer.stop();
    other.join();
    CHECK(written == (is_taken ? 1 : 0));
    CHECK(done == written);
  });
}

TEST_CASE("an error reaches done") {
  CHECK_INTERLEAVINGS([] {
    bool is_told = false;
    LineWriter writer([](const std::string&) { throw 28; });
    try {
      writer.write("a", [&](const std::exception_ptr& error) {
        is_told = error != nullptr;
      });
    } catch (int) {  // it came out of the wrong place
    }
    writer.stop();
    CHECK(is_told);
  });
}

TEST_CASE("a line that fails costs only itself") {
  CHECK_INTERLEAVINGS([] {
    std::string file;
    int failed = 0;
    const auto count = [&](const std::exception_ptr& error) {
      if (error) ++failed;
    };
    LineWriter writer([&](const std::string& line) {
      if (line == "too long") throw 28;
      file += line;
    });
    try {
      writer.write("too long", count);
      writer.write("b", count);
    } catch (int) {
    }
    writer.stop();
    CHECK(file == "b");
    CHECK(failed == 1);
  });
}

TEST_CASE("done may have the next line written") {
  CHECK_INTERLEAVINGS([] {
    std::string file;
    bool is_taken = false;
    LineWriter writer([&](const std::string& line) { file += line; });
    writer.write("a", [&](const std::exception_ptr&) {
      is_taken = writer.write("b", ignore);
    });
    writer.stop();
    CHECK(file == (is_taken ? "ab" : "a"));
  });
}

TEST_CASE("a line is taken while another is being written") {
  CHECK_INTERLEAVINGS([] {
    std::string file;
    bool is_taken = false;
    LineWriter writer([&](const std::string& line) {
      file += line;
      std::thread other([&] {
        if (line == "a") is_taken = writer.write("b", ignore);
      });
      other.join();  // waits for ever when `line` is written under the lock
    });
    writer.write("a", ignore);
    writer.stop();
    CHECK(file == (is_taken ? "ab" : "a"));
  });
}

TEST_CASE("a writer that has nothing to do sleeps") {
  std::atomic<pid_t> thread = 0;
  LineWriter writer(
      [&](const std::string&) { thread = workbook::this_thread_id(); });
  writer.write("a", ignore);
  REQUIRE(workbook::eventually([&] { return thread != 0; }));
  if (thread != workbook::this_thread_id()) CHECK(workbook::sleeps(thread));
}
