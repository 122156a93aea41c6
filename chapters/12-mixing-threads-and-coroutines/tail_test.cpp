// One file, what it is written into, and the comparison: without any thread.

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "12-mixing-threads-and-coroutines/confirm.hpp"
#include "12-mixing-threads-and-coroutines/files_in_test.hpp"
#include "12-mixing-threads-and-coroutines/growing.hpp"
#include "12-mixing-threads-and-coroutines/merged_file.hpp"
#include "12-mixing-threads-and-coroutines/tail.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/values_in_words.hpp"

namespace fs = std::filesystem;
using namespace workbook;

namespace {

struct Directory {
  TemporaryDirectory directory;
  fs::path operator/(const char* name) const { return directory.path() / name; }
};

// All that there is now: the lines, and the news.
using Seen = std::pair<std::string, std::vector<std::string>>;

Seen look(Tail& tail) {
  Seen seen;
  for (auto state = Piece::State::more; state == Piece::State::more;) {
    const Piece piece = tail.read();
    seen.first += piece.lines;
    if (!piece.news.empty()) seen.second.push_back(piece.news);
    state = piece.state;
  }
  return seen;
}

Seen finish(Tail& tail) {
  tail.finish();
  Seen seen = look(tail);
  CHECK(tail.read().state == Piece::State::ended);  // and so it remains
  return seen;
}

const std::string unfinished = "its last line had no newline";
const std::string truncated = "truncated, read again from its start";
const std::string rotated = "rotated, going on with the new file";

}  // namespace

TEST_CASE("a line is given out when its newline is there") {
  const Directory directory;
  const fs::path path = directory / "a.log";
  append(path, "one\ntw");
  Tail tail(path);
  CHECK(look(tail) == Seen{"one\n", {}});
  append(path, "o");
  CHECK(look(tail) == Seen{"", {}});
  append(path, "\n\nthr");
  CHECK(look(tail) == Seen{"two\n\n", {}});
  append(path, "ee\n");
  CHECK(finish(tail) == Seen{"three\n", {}});
}

TEST_CASE("an unfinished last line is given out at the end and told") {
  const Directory directory;
  append(directory / "a.log", "one\ntwo");
  Tail tail(directory / "a.log");
  CHECK(look(tail) == Seen{"one\n", {}});
  CHECK(finish(tail) == Seen{"two\n", {unfinished}});
}

TEST_CASE("it does not matter where a chunk ends") {
  const Directory directory;
  const std::string text("a\n\nbc\r\nd\0e\nfg\n", 14);
  append(directory / "a.log", text);
  for (const std::size_t chunk : {1, 2, 3, 5, 14, 100}) {
    Tail tail(directory / "a.log", chunk);
    CHECK(finish(tail) == Seen{text, {}});
  }
}

TEST_CASE("what is written after the end was asked for is not read") {
  const Directory directory;
  const fs::path path = directory / "a.log";
  append(path, "one\n");
  Tail tail(path, 1);
  CHECK(tail.read().lines.empty());
  tail.finish();
  append(path, "two\n");
  CHECK(finish(tail) == Seen{"one\n", {}});
}

TEST_CASE("a truncated file is told and read again from its start") {
  const Directory directory;
  const fs::path path = directory / "a.log";
  append(path, "one\ntwo and more");
  Tail tail(path);
  CHECK(look(tail) == Seen{"one\n", {}});
  fs::resize_file(path, 0);
  append(path, "new\n");
  CHECK(look(tail) ==
        Seen{"two and more\nnew\n", {truncated + "; " + unfinished}});
  fs::resize_file(path, 2);  // "ne": also read again
  CHECK(look(tail) == Seen{"", {truncated}});
  CHECK(finish(tail) == Seen{"ne\n", {unfinished}});
}

TEST_CASE("a file that is truncated at the end ends") {
  const Directory directory;
  const fs::path path = directory / "a.log";
  append(path, "one\ntwo\n");
  Tail tail(path);
  CHECK(look(tail) == Seen{"one\ntwo\n", {}});
  fs::resize_file(path, 0);
  CHECK(finish(tail) == Seen{"", {truncated}});
}

TEST_CASE("a rotated file is read to its end and then the new one") {
  const Directory directory;
  const fs::path path = directory / "a.log";
  append(path, "one\n");
  Tail tail(path);
  CHECK(look(tail) == Seen{"one\n", {}});
  append(path, "two\nthree");
  fs::rename(path, directory / "a.log.1");
  append(directory / "a.log.1", " and more\nfo");  // nobody told its writer
  CHECK(look(tail) == Seen{"two\nthree and more\n", {}});
  append(path, "");
  append(directory / "a.log.1", "ur");  // an empty one does not change that
  CHECK(look(tail) == Seen{"", {}});
  append(path, "five\n");
  CHECK(look(tail) == Seen{"four\nfive\n", {rotated + "; " + unfinished}});
  CHECK(finish(tail) == Seen{"", {}});
}

TEST_CASE("what a rotated file got just before the new one is read") {
  const Directory directory;
  const fs::path path = directory / "a.log";
  append(path, "one\n");
  Tail tail(path);
  CHECK(look(tail) == Seen{"one\n", {}});
  fs::rename(path, directory / "a.log.1");
  append(directory / "a.log.1", "two\n");
  append(path, "three\n");
  CHECK(finish(tail) == Seen{"two\nthree\n", {rotated}});
}

TEST_CASE("a rotated file that comes late is followed when it is there") {
  const Directory directory;
  const fs::path path = directory / "a.log";
  append(path, "one\n");
  Tail tail(path);
  CHECK(look(tail) == Seen{"one\n", {}});
  fs::remove(path);
  CHECK(look(tail) == Seen{"", {}});
  append(path, "two\n");
  CHECK(look(tail) == Seen{"two\n", {rotated}});
}

TEST_CASE("a file may appear late or never") {
  const Directory directory;
  Tail never(directory / "never.log");
  CHECK(look(never) == Seen{"", {"not there yet"}});
  CHECK(finish(never) == Seen{"", {}});
  Tail late(directory / "late.log");
  CHECK(look(late) == Seen{"", {"not there yet"}});
  CHECK(look(late) == Seen{"", {}});
  append(directory / "late.log", "one\n");
  CHECK(finish(late) == Seen{"one\n", {"is there now"}});
}

TEST_CASE("a line without end is cut so that memory stays bounded") {
  const Directory directory;
  const fs::path path = directory / "a.log";
  append(path, std::string(Tail::longest_line + 5, 'x') + "\nnext\n");
  Tail tail(path);
  const Seen seen = finish(tail);
  CHECK(seen.first == std::string(Tail::longest_line, 'x') + "\nxxxxx\nnext\n");
  CHECK(seen.second ==
        std::vector<std::string>{"cut a line that is longer than 1 MiB"});
}

TEST_CASE("what is no plain file or cannot be read is refused") {
  const Directory directory;
  const std::string here = directory.directory.path().string();
  const auto read = [](const fs::path& path) { Tail(path).read(); };
  CHECK_THROWS_WITH(read(here),
                    ("follow \"" + here + "\": Is a directory").c_str());
  append(directory / "a.log", "");
  CHECK_THROWS_WITH(
      read(directory / "a.log/b.log"),
      ("follow \"" + here + "/a.log/b.log\": Not a directory").c_str());
  REQUIRE(::mkfifo((directory / "pipe").c_str(), 0600) == 0);
  CHECK_THROWS_WITH(read(directory / "pipe"),
                    ("follow \"" + here + "/pipe\": not a plain file").c_str());
  CHECK_THROWS_WITH(read("/dev/null"),
                    "follow \"/dev/null\": not a plain file");
}

TEST_CASE("what does not fit on the disk is taken out again") {
  const Directory directory;
  const fs::path path = directory / "merged";
  MergedFile merged(path);
  merged.write("one\n");
  ::signal(SIGXFSZ, SIG_IGN);  // a limit that is hit is an error then
  struct rlimit before = {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const struct rlimit limit = {10, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  CHECK_THROWS_WITH(
      merged.write("two\nthree\n"),
      ("write \"" + path.string() + "\": File too large").c_str());
  CHECK(text_of(path) == "one\n");
  merged.write("two\n");
  CHECK(text_of(path) == "one\ntwo\n");
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
}

TEST_CASE("the merged file begins empty and is none of its inputs") {
  const Directory directory;
  append(directory / "a.log", "precious\n");
  append(directory / "merged", "of yesterday\n");
  const MergedFile merged(directory / "merged", {directory / "a.log"});
  CHECK(text_of(directory / "merged").empty());
  fs::create_symlink(directory / "a.log", directory / "link");
  for (const char* name : {"a.log", "link"}) {
    CHECK_THROWS_WITH((MergedFile(directory / name, {directory / "a.log"})),
                      doctest::Contains("which is followed"));
  }
  CHECK(text_of(directory / "a.log") == "precious\n");
}

TEST_CASE("the comparison sees each kind of damage") {
  const Directory directory;
  const Paths inputs = {directory / "a.log", directory / "b.log"};
  append(inputs[0], "a1\na2\n");
  append(inputs[1], "b1\nb2");
  const auto compare = [&](const char* text) {
    const fs::path merged = directory / "merged";
    fs::remove(merged);
    append(merged, text);
    std::string found = difference(merged, inputs).value_or("the same");
    const std::string where = directory.directory.path().string() + "/";
    for (std::size_t at = 0; (at = found.find(where)) != std::string::npos;)
      found.erase(at, where.size());
    return found;
  };
  for (const char* good : {"a1\na2\nb1\nb2\n", "b1\na1\nb2\na2\n"})
    CHECK(compare(good) == "the same");
  const std::string not_next = " of merged is not the next line of any file";
  CHECK(compare("a2\na1\nb1\nb2\n") == "line 1" + not_next);
  CHECK(compare("a1\na\nb1\n2\nb2\n") == "line 2" + not_next);
  CHECK(compare("a1\na1\na2\nb1\nb2\n") == "line 2" + not_next);
  CHECK(compare("a1\na2\nb1\nb2") == "line 4" + not_next);
  CHECK(compare("a1\na2\nb1\nb2\n\n") == "line 5" + not_next);
  CHECK(compare("a1\na2\nb1\n") == "line 2 of b.log is not in merged");
  CHECK(compare("") == "line 1 of a.log is not in merged");
  append(inputs[0], "b2\n");
  CHECK(compare("a1\na2\nb1\nb2\nb2\n") ==
        "cannot tell: line 4 of merged is the next one of a.log and of b.log");
  CHECK_THROWS_WITH(difference(directory / "none", inputs),
                    doctest::Contains("No such file or directory"));
}
