// The parts that need neither a terminal nor a process.

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <latch>
#include <stdexcept>

#include "17-capstone/debounce.hpp"
#include "17-capstone/diagnosis.hpp"
#include "17-capstone/doctest_xml.hpp"
#include "17-capstone/fan_out.hpp"
#include "17-capstone/file_watcher.hpp"
#include "17-capstone/keyboard.hpp"
#include "17-capstone/line.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/eventually.hpp"
#include "workbook/temporary_directory.hpp"

using namespace std::chrono_literals;
using namespace workbook;

namespace {

Debounce::Time at(std::chrono::milliseconds time) {
  return Debounce::Time{} + time;
}

void save(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

std::string keys_of(const std::string& bytes) {
  std::string text;
  for (const Key key : decode_keys(bytes))
    text += std::to_string(static_cast<unsigned long>(key.code)) + " ";
  return text;
}

}  // namespace

TEST_CASE("a debounce fires once when a burst is over") {
  Debounce burst(40ms, 300ms);
  CHECK_FALSE(burst.due());
  CHECK_FALSE(burst.fire(at(0ms)));
  for (int i = 0; i < 50; ++i) burst.touch(at(i * 2ms));
  CHECK(burst.due() == at(98ms + 40ms));
  CHECK_FALSE(burst.fire(at(137ms)));
  CHECK(burst.fire(at(138ms)));
  CHECK_FALSE(burst.fire(at(10s)));
}

TEST_CASE("a file that is written to all the time does not hold it up") {
  Debounce burst(40ms, 300ms);
  int fired = 0;
  for (auto now = 0ms; now < 3s; now += 10ms) {
    burst.touch(at(now));
    fired += burst.fire(at(now)) ? 1 : 0;
  }
  CHECK(fired == 9);
}

TEST_CASE("letters and arrows and sequences that nobody knows") {
  CHECK(keys_of("hq") == "104 113 ");
  CHECK(keys_of("\033[A\033[B") == "57344 57345 ");
  CHECK(keys_of("\033") == "27 ");
  CHECK(keys_of("\033[99;5~x") == "120 ");
  CHECK(keys_of("\n\b") == "13 127 ");
  CHECK(keys_of("\u00e9") == "233 ");
  CHECK(keys_of("\xff\xc3") == "");
}

TEST_CASE("what a program printed is made safe for a terminal") {
  CHECK(printable("a\033[31mb\033[0m") == "ab");
  CHECK(printable("a\tb") == "a       b");
  CHECK(printable("a\r\nb\a\x01") == "a\nb");
  CHECK(printable("\xff\xfe ok \xc3") == "?? ok ?");
  CHECK(printable("\033]0;title\007x\033]0;t\033\\y") == "xy");
  CHECK(printable("na\u00efve \u65e5") == "na\u00efve \u65e5");
}

TEST_CASE("columns are those of the terminal and not bytes") {
  CHECK(columns_of("na\u00efve") == 5);
  CHECK(columns_of("\u65e5\u672c") == 4);
  CHECK(cut("\u65e5\u672c", 3) == "\u65e5");
  CHECK(Line("abcdefgh").shown(5, false) == "ab...");
  CHECK(Line("abc", Style::red).add("defgh").shown(5, true) ==
        "\033[31mab\033[0m...");
  CHECK(fold("one two three", 7) ==
        std::vector<std::string>{"one two", "three"});
  CHECK(fold("abcdefghij", 4) ==
        std::vector<std::string>{"abcd", "efgh", "ij"});
  CHECK(fold("", 4) == std::vector<std::string>{""});
}

TEST_CASE("the results of a test that was killed are read as far as they go") {
  const std::string whole = R"(<?xml version="1.0"?>
<doctest>
  <TestCase name="first &lt;1&gt;" filename="/x/test.cpp" line="3">
    <OverallResultsAsserts successes="1" failures="0" test_case_success="true" duration="0.5"/>
  </TestCase>
  <TestCase name="second" filename="/x/test.cpp" line="9">
    <Expression success="false" type="CHECK" filename="/x/test.cpp" line="10">
      <Original>
        a &lt; b
      </Original>
      <Expanded>
        2 &lt; 1
      </Expanded>
      <Info>
        with a "note"
      </Info>
    </Expression>
    <Exception crash="false">
      boom
    </Exception>
    <OverallResultsAsserts successes="0" failures="1" test_case_success="false"/>
  </TestCase>
</doctest>)";
  const auto cases = parse_doctest_xml(whole);
  REQUIRE(cases.size() == 2);
  CHECK(cases[0].name == "first <1>");
  CHECK(cases[0].passed);
  CHECK(cases[0].seconds == 0.5);
  REQUIRE(cases[1].failures.size() == 2);
  CHECK(cases[1].failures[0].file == "test.cpp");
  CHECK(cases[1].failures[0].line == 10);
  CHECK(cases[1].failures[0].check == "CHECK( a < b )");
  CHECK(cases[1].failures[0].values == "2 < 1");
  CHECK(cases[1].failures[0].notes ==
        std::vector<std::string>{"with a \"note\""});
  CHECK(cases[1].failures[1].exception == "boom");
  for (std::size_t end = 0; end < whole.size(); ++end) {
    const auto some = parse_doctest_xml(whole.substr(0, end));
    CHECK(some.size() <= 2);
    if (some.size() == 1 && end < 100) CHECK_FALSE(some[0].ended);
  }
}

TEST_CASE("errors in the learner's own file come first") {
  const std::string text =
      "/usr/include/c++/12/bits/stl.h:9:1: error: no type named 'x'\n"
      "    9 | using x\n"
      "work/a/b/b.hpp:7:3: error: 'y' was not declared\n"
      "    7 |   y();\n"
      "      |   ^\n"
      "work/a/b/b.hpp:7:3: note: suggested 'z'\n"
      "lib.cpp:(.text+0x10): undefined reference to `run_all()'\n";
  const auto errors = parse_errors(text, "work/a/b/");
  REQUIRE(errors.size() == 3);
  CHECK_FALSE(errors[0].own);
  CHECK(errors[1].own);
  CHECK(errors[1].place == "work/a/b/b.hpp:7:3");
  CHECK(errors[1].message == "'y' was not declared");
  CHECK(errors[1].excerpt.size() == 2);
  CHECK(errors[2].place == "the linker");
  CHECK(errors[2].message == "nothing defines run_all() as it is declared");
  const Exercise exercise{.chapter = "a", .name = "b", .file = "b.hpp"};
  const Lines lines = diagnose(
      {.exercise = "a/b", .verdict = Verdict::does_not_compile, .errors = text},
      exercise, {"/root", "/root/build"});
  REQUIRE_FALSE(lines.empty());
  CHECK(lines[0].text() == "work/a/b/b.hpp:7:3: error: 'y' was not declared");
}

TEST_CASE("a function that is not defined is named, whatever the linker") {
  for (const std::string text :
       {"/usr/bin/ld: test.cpp:(.text+0x1f): undefined reference to "
        "`run_all(std::vector<int>)'\ncollect2: error: ld returned 1\n",
        "test.cpp:9: error: undefined reference to 'run_all(int)'\n",
        "ld.lld: error: undefined symbol: run_all(std::vector<int>)\n"
        ">>> referenced by test.cpp:9\n"}) {
    CAPTURE(text);
    const auto errors = parse_errors(text, "work/a/b/");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].place == "the linker");
    CHECK(errors[0].message == "nothing defines run_all() as it is declared");
  }
}

TEST_CASE("a test is about a rule only when both say much the same") {
  Exercise exercise{.chapter = "02-threads", .name = "event"};
  exercise.rules = {
      "`set()` releases everybody who waits, and everybody who comes before "
      "`clear()`.",
      "`wait()` never returns for any other reason, and neither does "
      "`wait_for()`. It returns `true` if the event was set in time, also if "
      "it was cleared since.",
      "Nobody polls."};
  CHECK(rule_of("set releases everybody who waits", exercise) ==
        exercise.rules[0]);
  CHECK(rule_of("nobody polls: a thread that waits sleeps", exercise) ==
        exercise.rules[2]);
  CHECK(rule_of("an event is set until it is cleared", exercise).empty());
}

TEST_CASE("errors in other files go with those in the learner's own") {
  const Exercise exercise{.chapter = "01-first", .name = "one"};
  const Result result{.verdict = Verdict::does_not_compile,
                      .errors =
                          "work/01-first/one/one.hpp:3:1: error: mine\n"
                          "shared/other.hpp:9:1: error: theirs\n"};
  const Lines lines = diagnose(result, exercise, {"/x", "/x/build"});
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].text() == "work/01-first/one/one.hpp:3:1: error: mine");
  CHECK(lines[2].text() == "and 1 more error, which may go with the first");
}

TEST_CASE(
    "hints and tasks are read as paragraphs however the file breaks them") {
  const TemporaryDirectory folder;
  const auto file = folder.path() / "README.md";
  std::ofstream(file)
      << "---\ntitle: x\n---\n\nOne\ntwo.\n\n```cpp\n[a](int b) {}\nb\n"
         "```\n\n## Rules\n\n- First\n  goes on.\n- Second.\n\n"
         "## Hints\n\n<details><summary>1</summary>\n\nSee\n"
         "[here](x.md).\n\n</details>\n";
  const Readme readme(file);
  CHECK(readme.whole_task() ==
        "One two.\n\n```cpp\n[a](int b) {}\nb\n```\n\n## Rules\n\n- First goes "
        "on.\n"
        "- Second.");
  CHECK(readme.hints() == std::vector<std::string>{"See here."});
}

TEST_CASE("a schedule that breaks the answer is shown as it is") {
  FailedCheck check;
  check.notes = {"data race\nthe schedule, step by step\n  1 | reads"};
  Result result{.exercise = "04-locks/x", .verdict = Verdict::fails};
  result.cases.push_back(
      {.name = "no update is lost", .ended = true, .failures = {check}});
  const Exercise exercise{
      .chapter = "04-locks", .name = "x", .lesson_section = "what a race is"};
  std::string text;
  for (const Line& line : diagnose(result, exercise, {"/r", "/r/build"}))
    text += line.text() + "\n";
  CHECK(text.find("data race\nthe schedule, step by step\n  1 | reads") !=
        std::string::npos);
  CHECK(text.find("chapters/04-locks/lesson.md, \"what a race is\"") !=
        std::string::npos);
}

TEST_CASE("the task of an exercise is what it asks for") {
  const TemporaryDirectory folder;
  const auto task = [&](const std::string& text) {
    const auto file = folder.path() / "README.md";
    save(file, text);
    return Readme(file).task();
  };
  CHECK(task("---\ntitle: x\ntask: Do it.\n---\nText.\n") == "Do it.");
  CHECK(task("---\ntitle: x\n---\nSlow. It is.\n\nWrite `f` in\n`x.hpp`:\n") ==
        "Write `f` in `x.hpp`.");
  CHECK(
      task("---\n---\nIt hangs. Look. Then mend `f` so that it ends. Go.\n") ==
      "Then mend `f` so that it ends.");
  CHECK(task("---\n---\nOnly a [story](x.md) of `a.b`. More.\n") ==
        "Only a story of `a.b`.");
  CHECK(task("") == "");
}

TEST_CASE("fan_out runs several at once and tells the end of each in turn") {
  std::latch three(3);
  std::vector<std::size_t> told;
  const auto results = fan_out(
      3, 3,
      [&](std::size_t number) {
        three.arrive_and_wait();  // only three at once get through
        return number * 10;
      },
      [&](std::size_t number, std::size_t) { told.push_back(number); });
  CHECK(results == std::vector<std::size_t>{0, 10, 20});
  CHECK(told.size() == 3);
}

TEST_CASE("fan_out runs no more at once than it has workers") {
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  fan_out(
      20, 2,
      [&](std::size_t) {
        const int running = ++now;
        int seen = most;
        while (seen < running && !most.compare_exchange_weak(seen, running)) {
        }
        --now;
        return 0;
      },
      [](std::size_t, int) {});
  CHECK(most <= 2);
}

TEST_CASE("fan_out of nothing is nothing and an exception comes out last") {
  const auto done = [](std::size_t, int) {};
  CHECK(fan_out(
            0, 3, [](std::size_t) { return 1; }, done)
            .empty());
  CHECK(fan_out(
            2, 0, [](std::size_t) { return 1; }, done)
            .size() == 2);
  std::atomic<int> others = 0;
  CHECK_THROWS_WITH(fan_out(
                        5, 2,
                        [&](std::size_t number) {
                          if (number == 0) throw std::runtime_error("first");
                          return ++others;
                        },
                        done),
                    "first");
  CHECK(others == 4);
}

TEST_CASE("the watcher tells of saves and of nothing else") {
  const TemporaryDirectory folder;
  const auto file = folder.path() / "answer.hpp";
  save(file, "one");
  std::atomic<int> changes = 0;
  FileWatcher watcher([&] { ++changes; });
  watcher.watch({folder.path()});
  save(folder.path() / "notes.txt", "no source");
  save(folder.path() / ".answer.hpp.swp", "an editor's own");
  const auto told = [&] {  // and how often before
    static int before = 0;
    const int last = before;
    return eventually([&] { return (before = changes) > last; });
  };
  save(file, "two");
  CHECK(told());
  // As many editors save: another file, renamed.
  save(folder.path() / "answer.new", "three");
  std::filesystem::rename(folder.path() / "answer.new", file);
  CHECK(told());
  // The folder is replaced, as by git.
  std::filesystem::remove_all(folder.path());
  CHECK(told());
  std::filesystem::create_directory(folder.path());
  save(file, "four");
  CHECK(told());
}
