// `watch`, in a terminal, as a person uses it; on a workbook that compiles
// nothing.

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "01-subprocess/run.hpp"
#include "17-capstone/fake_workbook.hpp"
#include "17-capstone/pseudo_terminal.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/eventually.hpp"
#include "workbook/processes.hpp"

using namespace workbook;

namespace {

// The supervisor of tests lets these use more CPU time: some answers loop.
[[maybe_unused]] const int cpu_limit = ::setenv("WORKBOOK_CPU_LIMIT", "60", 0);

struct Session : FakeWorkbook {
  using Variables = std::map<std::string, std::string>;

  explicit Session(unsigned short rows = 24, unsigned short columns = 80,
                   const Variables& more = {},
                   const std::vector<std::string>& before = {})
      : rows_(rows), columns_(columns), before_(before) {
    variables_ = environment();
    for (const auto& [name, value] : more) variables_[name] = value;
  }

  PseudoTerminal watch(const std::vector<std::string>& words = {}) const {
    std::vector<std::string> command = before_;
    std::vector<std::string> arguments = {"watch"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    for (const std::string& word : tool(arguments)) command.push_back(word);
    return {command, rows_, columns_, variables_};
  }

 private:
  unsigned short rows_;
  unsigned short columns_;
  std::vector<std::string> before_;
  Variables variables_;
};

// Nothing that the tool started is left.
bool alone() {
  return eventually([] { return descendants_of(::getpid()).empty(); });
}

std::string signal_text(int number) { return ExitStatus{0, number}.text(); }

}  // namespace

TEST_CASE("the first start copies a starter and shows what fails") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("01/one does not pass yet.");
  CHECK_SHOWS("Edit  work/01-first/one/one.hpp");
  CHECK_SHOWS("Task  Write `work` in `one.hpp`.");
  CHECK_SHOWS("0 of 2   all: 0 of 3");
  CHECK_SHOWS("save: the tests run");
  CHECK_SHOWS("test.cpp:12  CHECK( work() == 7 )");
  CHECK_SHOWS("got       3");
  CHECK_SHOWS("expected  7");
  CHECK_SHOWS("Broken rule: Nobody polls");
  CHECK(session.read("work/01-first/one/one.hpp") == "// exits 1\n");
  terminal.type("q");
  CHECK(terminal.end().text() == "exit 0");
  CHECK(terminal.is_restored());
  CHECK(terminal.screen().text().find("0 of 3 exercises solved") !=
        std::string::npos);
}

TEST_CASE("a wrong answer that is saved and then a right one") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  session.answer("01-first/one", "syntax error");
  CHECK_SHOWS("01/one does not compile.");
  CHECK_SHOWS("work/01-first/one/one.hpp:3:1: error: expected unqualified-id");
  CHECK_SHOWS("    3 | syntax error");
  session.answer("01-first/one", "// exits 0");
  CHECK_SHOWS("01/one is solved.");
  CHECK_SHOWS("1 of 2   all: 1 of 3");
  CHECK_SHOWS("the next one: 01/other, Exercise other");
  CHECK(session.read("work/.progress.json").find("\"solved\"") !=
        std::string::npos);
}

TEST_CASE("every size of terminal shows the exercise and its result and keys") {
  struct Shape {
    unsigned short rows;
    unsigned short columns;
  };
  for (const Shape shape : {Shape{24, 80}, Shape{10, 40}, Shape{60, 200}}) {
    const Session session(shape.rows, shape.columns);
    PseudoTerminal terminal = session.watch();
    REQUIRE_SHOWS("01/one does not pass yet.");
    CHECK_SHOWS("01/one  Exercise one");
    CHECK_SHOWS("Edit  work/01-first/one/one.hpp");
    CHECK_SHOWS("h hint");
    CHECK_SHOWS("q quit");
    terminal.type("q");
    CHECK(terminal.end().text() == "exit 0");
    CHECK(terminal.is_restored());
  }
}

TEST_CASE("a terminal that changes its size is drawn anew") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  terminal.resize(10, 40);
  CHECK_SHOWS("q quit");
  CHECK_SHOWS("01/one does not pass yet.");
  terminal.resize(60, 200);
  CHECK_SHOWS("Broken rule: Nobody polls");
}

TEST_CASE("h shows the next hint and counts it") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  terminal.type("h");
  CHECK_SHOWS("Look at the section of it.");
  terminal.type("h");
  CHECK_SHOWS("Hint 2 of 2");
  CHECK_SHOWS("Look at the section of it.");
  terminal.type("\r");
  CHECK_SHOWS("expected  7");
  CHECK(session.read("work/.progress.json").find("\"hints\": 2") !=
        std::string::npos);
}

TEST_CASE("t shows the whole task with its rules and no hint") {
  const Session session(40);
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  terminal.type("t");
  CHECK_SHOWS("You have a thing that does not work. It is slow, too.");
  CHECK_SHOWS("- Every item is there in the end.");
  CHECK(terminal.screen().text().find("Hint") == std::string::npos);
}

TEST_CASE("an answer that is removed is told and x brings the starter back") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  std::filesystem::remove(session.root() / "work/01-first/one/one.hpp");
  CHECK_SHOWS("01/one has no file.");
  CHECK_SHOWS("begin again from the starter: x");
  terminal.type("x");
  REQUIRE_SHOWS("Begin again from the starter?");
  terminal.type("y");
  CHECK_SHOWS("01/one does not pass yet.");
  CHECK(session.read("work/01-first/one/one.hpp") == "// exits 1\n");
}

TEST_CASE("n goes to the next exercise that is not solved and p goes back") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  terminal.type("n");
  CHECK_SHOWS("01/other does not pass yet.");
  terminal.type("n");
  CHECK_SHOWS("02/last does not pass yet.");
  CHECK_SHOWS("Part 2. More tests");
  terminal.type("n");
  CHECK_SHOWS("01/one does not pass yet.");
  terminal.type("p");
  CHECK_SHOWS("02/last does not pass yet.");
}

TEST_CASE("l lists the exercises and one of them is chosen") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  terminal.type("l");
  CHECK_SHOWS("> 01/one");
  terminal.type("\033[B");  // arrow down
  CHECK_SHOWS("> 01/other");
  terminal.type("/last");
  CHECK_SHOWS("Filter: last");
  CHECK_SHOWS("> 02/last");
  terminal.type("\r");
  CHECK_SHOWS("02/last does not pass yet.");
  terminal.type("l");
  CHECK_SHOWS("> 02/last");
  terminal.type("q");  // leaves the list
  CHECK_SHOWS("expected  7");
}

TEST_CASE("the solution opens after passing or when one insists") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  terminal.type("d");
  CHECK_SHOWS("opens once yours passes");
  terminal.type("s");
  CHECK_SHOWS("See the solution all the same?");
  terminal.type("n");
  CHECK_SHOWS("expected  7");
  terminal.type("s");
  CHECK_SHOWS("See the solution all the same?");
  terminal.type("y");
  CHECK_SHOWS("// exits 0: solution");
  CHECK(session.read("work/.progress.json").find("\"solution_seen\": true") !=
        std::string::npos);
  session.answer("01-first/one", "// exits 0");
  CHECK_SHOWS("01/one is solved.");
  terminal.type("d");
  CHECK_SHOWS("+// exits 0: solution");
}

TEST_CASE("x begins again and keeps what was there") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  session.answer("01-first/one", "// exits 0");
  REQUIRE_SHOWS("01/one is solved.");
  terminal.type("x");
  CHECK_SHOWS("Begin again from the starter?");
  terminal.type("y");
  CHECK_SHOWS("Yours is kept in work/01-first/one/one.hpp.bak");
  CHECK_SHOWS("01/one does not pass yet.");
  CHECK(session.read("work/01-first/one/one.hpp") == "// exits 1\n");
  CHECK(session.read("work/01-first/one/one.hpp.bak") == "// exits 0\n");
}

TEST_CASE("v shows everything that was said and v again goes back") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  session.answer("01-first/one", "// exits 125\n// says I was here");
  REQUIRE_SHOWS("01/one leaves child processes running.");
  terminal.type("v");
  CHECK_SHOWS("passes  it begins");
  CHECK_SHOWS("What the test printed:");
  CHECK_SHOWS("I was here");
  terminal.type("v");
  CHECK(terminal.shows_no("What the test printed:"));
}

TEST_CASE("keys work while a test runs") {
  const Session session;
  session.answer("01-first/one", "// waits");
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("testing");
  terminal.type("h");
  CHECK_SHOWS("Hint 1 of 2");
  terminal.type("l");
  CHECK_SHOWS("> 01/one");
  terminal.type("q");
  terminal.type("q");
  CHECK(terminal.end().text() == "exit 0");
  CHECK(alone());
}

TEST_CASE("a save during a run ends that run and begins another") {
  const Session session;
  session.answer("01-first/one", "// waits");
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("testing");
  session.answer("01-first/one", "// exits 0");
  CHECK_SHOWS("01/one is solved.");
  terminal.type("q");
  CHECK(terminal.end().text() == "exit 0");
  CHECK(alone());
}

TEST_CASE("fifty saves in a burst become a few runs and the last one counts") {
  const Session session;
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  for (int i = 0; i < 49; ++i) session.answer("01-first/one", "// exits 1");
  session.answer("01-first/one", "// exits 0");
  CHECK_SHOWS("01/one is solved.");
  CHECK(session.runs() < 50);
}

TEST_CASE("a test that loops for ever is ended at the limit and told") {
  const Session session(24, 80, {{"WORKBOOK_LIMIT", "1"}});
  session.answer("01-first/one", "// loops");
  PseudoTerminal terminal = session.watch();
  CHECK_SHOWS("01/one takes too long.");
  CHECK_SHOWS("It was ended. What its processes did:");
  terminal.type("q");
  CHECK(terminal.end().text() == "exit 0");
  CHECK(alone());
}

TEST_CASE("Ctrl-C during a build ends it and gives the terminal back") {
  const Session session;
  session.answer("01-first/one", "// build waits");
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("building");
  terminal.type("\003");
  CHECK(terminal.end().text() == "exit 130");
  CHECK(terminal.is_restored());
  CHECK(alone());
}

// A shell with job control is what makes Ctrl-Z and fg.
TEST_CASE("Ctrl-Z stops it with the terminal given back and fg goes on") {
  const Session session(
      24, 80, {},
      {"sh", "-c", "set -m; \"$@\"; echo stopped; read x; fg", "sh"});
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  terminal.type("\032");
  REQUIRE_SHOWS("stopped");
  CHECK(terminal.is_restored());
  terminal.type("\n");
  CHECK(terminal.wait([&] { return terminal.screen().alternate(); }));
  CHECK_SHOWS("does not pass yet");
  terminal.type("h");
  CHECK_SHOWS("Hint 1 of 2");
  terminal.type("q");
  CHECK(terminal.end().text() == "exit 0");
  CHECK(terminal.is_restored());
}

TEST_CASE("the terminal is given back after signals and a crash") {
  for (const int number : {SIGTERM, SIGHUP, SIGSEGV, SIGABRT}) {
    const Session session;
    PseudoTerminal terminal = session.watch();
    REQUIRE_SHOWS("does not pass yet");
    ::kill(terminal.pid(), number);
    const std::string end = terminal.end().text();
    const bool as_expected = end == signal_text(number) ||
                             end == "exit " + std::to_string(128 + number);
    CHECK_MESSAGE(as_expected, end);
    CHECK(terminal.is_restored());
  }
}

TEST_CASE("a save is seen by polling where the kernel tells nothing") {
  const Session session(24, 80, {{"WORKBOOK_POLL", "1"}});
  PseudoTerminal terminal = session.watch();
  REQUIRE_SHOWS("does not pass yet");
  session.answer("01-first/one", "// exits 0");
  CHECK_SHOWS("01/one is solved.");
}

TEST_CASE("an editor gets the terminal and what it saves is tested") {
  const Session session(24, 80, {{"EDITOR", "sh ./bin/editor"}});
  session.write("bin/editor",
                "echo the editor is here; read line\n"
                "echo '// exits 0' >\"$1\"\n");
  const Session::Variables in_folder;
  PseudoTerminal terminal(
      {"sh", "-c", "cd '" + session.root().string() + "' && exec \"$@\"", "sh",
       WORKBOOK_TOOL, "--root", session.root(), "--build",
       session.root() / "build", "watch"},
      24, 80, [&] {
        auto variables = session.environment();
        variables["EDITOR"] = "sh ./bin/editor";
        return variables;
      }());
  REQUIRE_SHOWS("does not pass yet");
  terminal.type("o");
  REQUIRE_SHOWS("the editor is here");
  CHECK_FALSE(terminal.screen().alternate());
  terminal.type("go\n");
  CHECK_SHOWS("01/one is solved.");
  CHECK(terminal.screen().alternate());
}

TEST_CASE("without an editor one is told what to do") {
  const Session session(24, 80, {{"PATH", "/usr/bin:/bin"}});
  PseudoTerminal terminal = session.watch();
  terminal.type("o");
  CHECK_SHOWS("Set EDITOR to your editor");
}

TEST_CASE("a full disk is told and costs neither the result nor the file") {
  // 1 KiB a file, and a state that is longer already
  const Session session(24, 80, {},
                        {"sh", "-c", "ulimit -f 2; exec \"$@\"", "sh"});
  const std::string before = R"({"mine": ")" + std::string(3000, 'x') + R"("})";
  session.write("work/.progress.json", before);
  PseudoTerminal terminal = session.watch();
  CHECK_SHOWS("Your progress is not saved");
  CHECK_SHOWS("01/one does not pass yet.");
  CHECK(session.read("work/.progress.json") == before);
  terminal.type("q");
  CHECK(terminal.end().text() == "exit 0");
}

TEST_CASE("a work folder that cannot be written to is told") {
  std::vector<std::string> as_another;
  if (::geteuid() == 0)
    as_another = {"setpriv", "--reuid=65534", "--regid=65534",
                  "--clear-groups"};
  const Session session(24, 80, {}, as_another);
  std::filesystem::permissions(session.root() / "build/log",
                               std::filesystem::perms::all);
  std::filesystem::permissions(session.root() / "build",
                               std::filesystem::perms::all);
  std::filesystem::create_directories(session.root() / "work");
  std::filesystem::permissions(session.root() / "work",
                               std::filesystem::perms::owner_read |
                                   std::filesystem::perms::owner_exec |
                                   std::filesystem::perms::others_read |
                                   std::filesystem::perms::others_exec);
  PseudoTerminal terminal = session.watch();
  CHECK_SHOWS("Permission denied");
  terminal.type("q");
  CHECK(terminal.end().text() == "exit 0");
  CHECK(terminal.is_restored());
}

TEST_CASE("off a terminal watch says so without any escape code") {
  const Session session;
  const Output output =
      run(session.tool({"watch"}), {.environment = session.environment()});
  CHECK(output.status.code == 2);
  CHECK(output.err ==
        "workbook: watch needs a terminal\nWithout one: ./workbook check "
        "01/one\n");
  CHECK(output.out.empty());
}

TEST_CASE("what a test prints cannot send codes to the terminal") {
  const Session session;
  session.answer("01-first/one",
                 "// exits 124\n// says '\033[2Jvanish' '\033]0;title\007end'");
  PseudoTerminal terminal = session.watch();
  CHECK_SHOWS("vanish end");
  CHECK(terminal.raw().find("\033[2J") == std::string::npos);
  CHECK(terminal.raw().find("title") == std::string::npos);
}

// A real exercise of chapter 1, compiled and tested as the build of the book
// does it, but into a folder of this test.
TEST_CASE("from the first start to the first solved exercise") {
  const TemporaryDirectory folder;
  const std::filesystem::path& root = folder.path();
  std::filesystem::create_directories(root / "bin");
  std::filesystem::create_directories(root /
                                      "build/chapters/01-subprocess/exercises");
  std::filesystem::create_directories(root / "chapters");
  std::filesystem::create_symlink(WORKBOOK_SOURCE_DIR "/chapters/01-subprocess",
                                  root / "chapters/01-subprocess");
  std::ofstream(root / "bin/cmake") << R"sh(#!/bin/sh
cd ")sh" WORKBOOK_BINARY_DIR R"sh(" || exit 1
root=$(dirname "$2")
ninja -t commands 01-subprocess.at-most-n.work | grep at-most-n.work.dir | sed "
  s:)sh" WORKBOOK_SOURCE_DIR R"sh(/work/:$root/work/:g
  s:[^ ]*work.dir/[^ ]*at_most_n.cpp.o.d:$root/answer.d:g
  s:[^ ]*work.dir/[^ ]*at_most_n.cpp.o:$root/answer.o:g
  s:-o [^ ]*at-most-n.work:-o $2/chapters/01-subprocess/exercises/at-most-n.work:
" >"$root/commands"
echo "FAILED: 01-subprocess.at-most-n.work"
sh -e "$root/commands" 2>&1
)sh";
  ::chmod((root / "bin/cmake").c_str(), 0755);
  std::map<std::string, std::string> environment = FakeWorkbook().environment();
  environment["PATH"] = (root / "bin").string() + ":" + std::getenv("PATH");
  PseudoTerminal terminal(
      {WORKBOOK_TOOL, "--root", root, "--build", root / "build", "watch"}, 24,
      80, environment);
  REQUIRE_SHOWS("01/at-most-n does not pass yet.");
  CHECK_SHOWS("got       exit 0");
  CHECK_SHOWS("expected  exit 3");

  const std::filesystem::path answer =
      root / "work/01-subprocess/at-most-n/at_most_n.cpp";
  const std::string starter = read_file(answer);
  std::ofstream(answer) << starter << "int oops = missing;\n";
  CHECK_SHOWS("01/at-most-n does not compile.");
  CHECK_SHOWS("at_most_n.cpp:");
  CHECK_SHOWS("missing");

  std::ofstream(answer) << read_file(
      WORKBOOK_SOURCE_DIR
      "/chapters/01-subprocess/exercises/at-most-n/solution/at_most_n.cpp");
  CHECK_SHOWS("01/at-most-n is solved.");
  CHECK_SHOWS("the next one: 01/capture");
  terminal.type("q");
  CHECK(terminal.end().text() == "exit 0");
}
