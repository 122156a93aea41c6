#include <doctest/doctest.h>

#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bounded_log.hpp"
#include "interleave/doctest.hpp"
#include "workbook/values_in_words.hpp"

namespace {

using Lines = std::vector<std::string>;

void append(BoundedLog& log, const std::string& line) {
  log.append([&] { return line; });
}

Lines written_by(const BoundedLog& log) {
  Lines written;
  log.write_to([&](const std::string& line) { written.push_back(line); });
  return written;
}

}  // namespace

TEST_CASE("one thread: the last lines stay in order") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(2);
    CHECK(log.lines() == Lines{});
    append(log, "a");
    CHECK(log.lines() == Lines{"a"});
    append(log, "b");
    append(log, "c");
    CHECK(log.lines() == Lines{"b", "c"});
    CHECK(written_by(log) == Lines{"b", "c"});
    CHECK_THROWS_AS(BoundedLog(0), std::invalid_argument);
  });
}

TEST_CASE("two threads append at once: both lines are there") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(2);
    std::thread other([&] { append(log, "a"); });
    append(log, "b");
    other.join();
    CHECK(log.lines().size() == 2);
  });
}

TEST_CASE("nobody ever sees more lines than the capacity") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(1);
    std::thread other([&] { append(log, "a"); });
    append(log, "b");
    CHECK(log.lines().size() == 1);
    other.join();
    CHECK(log.lines().size() == 1);
  });
}

TEST_CASE("lines can be looked at while others append") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(2);
    append(log, "a");
    std::thread other([&] { append(log, "b"); });
    const Lines seen = log.lines();
    CHECK(seen.front() == "a");
    other.join();
  });
}

TEST_CASE("a line that is being made may look at the log itself") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(2);
    log.append([&] { return std::to_string(log.lines().size()); });
    log.append([&] {
      append(log, "inner");
      return "outer";
    });
    CHECK(log.lines() == Lines{"inner", "outer"});
  });
}

TEST_CASE("while a line is being made other threads go on") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(2);
    std::binary_semaphore others_is_there(0);
    std::thread other([&] {
      append(log, "other");
      others_is_there.release();
    });
    log.append([&] {
      others_is_there.acquire();
      return "mine";
    });
    other.join();
    CHECK(log.lines() == Lines{"other", "mine"});
  });
}

TEST_CASE("while lines are being written other threads go on") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(2);
    append(log, "a");
    std::binary_semaphore others_is_there(0);
    std::thread other([&] {
      append(log, "b");
      others_is_there.release();
    });
    bool waited = false;
    log.write_to([&](const std::string&) {
      if (!waited) others_is_there.acquire();
      waited = true;
    });
    other.join();
    CHECK(log.lines() == Lines{"a", "b"});
  });
}

TEST_CASE("what is written is the log of one moment") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(2);
    append(log, "a");
    append(log, "b");
    Lines written;
    log.write_to([&](const std::string& line) {
      if (written.empty()) append(log, "c");
      written.push_back(line);
    });
    CHECK(written == Lines{"a", "b"});
    CHECK(log.lines() == Lines{"b", "c"});
  });
}

TEST_CASE("a function that throws leaves the log as it was") {
  CHECK_INTERLEAVINGS([] {
    BoundedLog log(1);
    append(log, "a");
    const auto fail = [](auto&&...) -> std::string {
      throw std::runtime_error("disk full");
    };
    CHECK_THROWS_WITH(log.append(fail), "disk full");
    CHECK_THROWS_WITH(log.write_to(fail), "disk full");
    CHECK(log.lines() == Lines{"a"});
    append(log, "b");
    CHECK(log.lines() == Lines{"b"});
  });
}
