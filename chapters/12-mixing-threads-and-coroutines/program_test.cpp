// The program as a user starts it.

#include <doctest/doctest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "01-subprocess/run.hpp"
#include "01-subprocess/subprocess.hpp"
#include "12-mixing-threads-and-coroutines/files_in_test.hpp"
#include "workbook/eventually.hpp"
#include "workbook/temporary_directory.hpp"

namespace fs = std::filesystem;
using namespace workbook;

namespace {

const std::string program = "12-mixing-threads-and-coroutines";

Argv command(const std::vector<std::string>& arguments) {
  const auto test = fs::read_symlink("/proc/self/exe");
  Argv argv = {test.parent_path() / program};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return argv;
}

}  // namespace

TEST_CASE("the program follows files until they are idle and confirms") {
  const TemporaryDirectory directory;
  const RunOptions here = {.directory = directory.path()};
  append(directory.path() / "a.log", "a1\na2\n");
  append(directory.path() / "b.log", "b1\nb2");
  const Output merged = run(command({"--output", "merged.log", "--follow",
                                     "a.log", "b.log", "--until-idle", "50ms"}),
                            here);
  CHECK(merged.status.text() == "exit 0");
  CHECK(merged.out.empty());
  CHECK(merged.err ==
        "b.log: its last line had no newline\n"
        "a.log: 2 lines, 6 bytes\nb.log: 2 lines, 6 bytes\n"
        "merged.log: 4 lines, 12 bytes\n");
  const Output confirmed =
      run(command({"--confirm", "merged.log", "a.log", "b.log"}), here);
  CHECK(confirmed.status.text() == "exit 0");
  append(directory.path() / "a.log", "a3\n");
  const Output different =
      run(command({"--confirm", "merged.log", "a.log", "b.log"}), here);
  CHECK(different.status.text() == "exit 1");
  CHECK(different.err ==
        program + " --confirm: line 3 of a.log is not in merged.log\n");
}

TEST_CASE("Ctrl-C ends each version with everything written") {
  for (const std::string version : {"threads", "mixed", "tasks", "wrapped"}) {
    CAPTURE(version);
    const TemporaryDirectory directory;
    const fs::path a = directory.path() / "a.log";
    const fs::path b = directory.path() / "b.log";
    const fs::path merged = directory.path() / "merged.log";
    append(a, "a1\n");
    Subprocess child(
        command({"--follow", a, b, "--output", merged, "--with", version}),
        {.out = Stream::null(), .err = Stream::null()});
    CHECK(eventually([&] { return text_of(merged) == "a1\n"; }));
    std::string rest;
    for (int i = 0; i < 5'000; ++i)
      rest += "line " + std::to_string(i) + " of b\n";
    append(b, rest);
    append(a, "a2");
    ::kill(child.pid(), SIGINT);
    CHECK(child.wait().text() == "exit 0");
    const std::string text = text_of(merged);
    CHECK(text.size() == 3 + 3 + rest.size());
    CHECK(text.find("a2\n") != std::string::npos);
    CHECK(text.find(rest.substr(rest.size() - 100)) != std::string::npos);
  }
}

TEST_CASE("Ctrl-C again ends it although its output is stuck") {
  const TemporaryDirectory directory;
  const fs::path a = directory.path() / "a.log";
  append(a, std::string(1'000'000, '\n'));  // more than a pipe takes
  Subprocess child(command({"--follow", a, "--output", "/dev/stdout"}),
                   {.out = Stream::pipe(), .err = Stream::null()});
  CHECK(eventually([&] {
    ::kill(child.pid(), SIGINT);
    return child.poll().has_value();
  }));
  CHECK(child.wait().text() == "signal 2 (Interrupt)");
}

TEST_CASE("what the system refuses is one line and exit code 1") {
  const TemporaryDirectory directory;
  const RunOptions here = {.directory = directory.path()};
  append(directory.path() / "a.log", "a1\n");
  const auto fails = [&](const std::vector<std::string>& arguments) {
    const Output output = run(command(arguments), here);
    CHECK(output.status.text() == "exit 1");
    return output.err;
  };
  const std::string before = program + " --follow: ";
  const std::string told = "following 1 file; Ctrl-C ends it\n";
  CHECK(fails({"--follow", "a.log", "--output", "/dev/full"}) ==
        told + before + "write \"/dev/full\": No space left on device\n");
  CHECK(fails({"--follow", ".", "--output", "merged"}) ==
        told + before + "follow \".\": Is a directory\n");
  CHECK(fails({"--follow", "a.log", "--output", "no/merged"}) ==
        before + "open \"no/merged\": No such file or directory\n");
}

TEST_CASE("what is typed wrong is one line and exit code 2") {
  const TemporaryDirectory directory;
  const RunOptions here = {.directory = directory.path()};
  append(directory.path() / "a.log", "a1\n");
  fs::create_symlink("a.log", directory.path() / "link.log");
  const std::string usage =
      "--follow FILE... --output FILE [--until-idle TIME] [--with VERSION]";
  const std::string idle =
      "--until-idle is a time from 1ms to 1440min, like 1s or 500ms, not ";
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--follow"}, "--follow needs a word behind it; usage: " + usage},
      {{"--follow", "a.log"}, "usage: " + usage},
      {{"--output", "merged"}, "usage: " + usage},
      {{"--follow", "a.log", "--output"},
       "--output needs a word behind it; usage: " + usage},
      {{"--follow", "a.log", "--outptu", "merged"},
       "no option '--outptu'; usage: " + usage},
      {{"--follow", "a.log", "a.log", "--output", "merged"},
       "\"a.log\" is named twice"},
      {{"--follow", "a.log", "./a.log", "--output", "m"},
       "\"./a.log\" is named twice"},
      {{"--follow", "a.log", "link.log", "--output", "m"},
       R"("a.log" and "link.log" are the same file)"},
      {{"demo", "3", "1000", "5"}, "takes [files] [lines], not a third word"},
      {{"quiet", "3", "5"}, "takes [files], not a second word"},
      {{"--follow", "a.log", "--output", "a.log"},
       R"(write "a.log": it is "a.log", which is followed)"},
      {{"--follow", "a.log", "--output", "m", "--until-idle", "1"},
       idle + "'1'"},
      {{"--follow", "a.log", "--output", "m", "--until-idle", "-1s"},
       idle + "'-1s'"},
      {{"--follow", "a.log", "--output", "m", "--until-idle", "nans"},
       idle + "'nans'"},
      {{"--follow", "a.log", "--output", "m", "--with", "magic"},
       "no version 'magic'; there are: threads mixed tasks wrapped"},
      {{"--confirm", "merged"}, "usage: --confirm MERGED FILE..."},
  };
  for (const auto& [arguments, message] : cases) {
    const Output output = run(command(arguments), here);
    CHECK(output.status.text() == "exit 2");
    CHECK(output.err == program + " " + arguments[0] + ": " + message + "\n");
  }
  CHECK(text_of(directory.path() / "a.log") == "a1\n");
}

TEST_CASE("--help behind a command tells how it is used") {
  for (const std::string first : {"--follow", "--confirm"}) {
    const Output output = run(command({first, "--help"}));
    CHECK(output.status.text() == "exit 0");
    CHECK(output.out.starts_with("usage: " + first));
  }
}

TEST_CASE("one is not told in the plural") {
  const TemporaryDirectory directory;
  const RunOptions here = {.directory = directory.path()};
  append(directory.path() / "a.log", "\n");
  const Output merged = run(command({"--follow", "a.log", "--output", "merged",
                                     "--until-idle", "50ms"}),
                            here);
  CHECK(merged.err == "a.log: 1 line, 1 byte\nmerged: 1 line, 1 byte\n");
  const Output confirmed = run(command({"--confirm", "merged", "a.log"}), here);
  CHECK(confirmed.out == "merged: every line of 1 file, each in its order\n");
}
