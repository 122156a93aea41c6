// The commands besides `watch`, called as ./workbook calls them.

#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "01-subprocess/run.hpp"
#include "17-capstone/fake_workbook.hpp"
#include "17-capstone/pseudo_terminal.hpp"
#include "workbook/processes.hpp"

using namespace workbook;

namespace {

struct Shell : FakeWorkbook {
  Output output;

  int does(const std::vector<std::string>& words) {
    output =
        run(tool(words), {.environment = environment(), .directory = root()});
    return output.status.code;
  }
  bool says(const std::string& text) const {
    return output.out.find(text) != std::string::npos;
  }
  bool complains(const std::string& text) const {
    return output.err.find(text) != std::string::npos;
  }
  std::size_t longest_line() const {
    std::size_t longest = 0;
    std::istringstream lines(output.out);
    for (std::string line; std::getline(lines, line);)
      longest = std::max(longest, line.size());
    return longest;
  }
};

}  // namespace

#define SAYS(text) CHECK_MESSAGE(shell.says(text), shell.output.out)
#define COMPLAINS(text) CHECK_MESSAGE(shell.complains(text), shell.output.err)

TEST_CASE("list shows titles and exercises and how far one is") {
  Shell shell;
  CHECK(shell.does({"list"}) == 0);
  SAYS("01-first  The first of all");
  SAYS("02-second  Second: with a colon");
  SAYS("one            Exercise one");
  SAYS("20 min  not started");
  SAYS("sections: ./workbook run 01 builds the program");
  SAYS("0 of 3 exercises solved.");
  CHECK(shell.longest_line() <= 80);
  shell.write("build/chapters/01-first/01-first",
              "#!/bin/sh\nprintf 'hello\\tsays hello\\n'\n");
  ::chmod((shell.root() / "build/chapters/01-first/01-first").c_str(), 0755);
  CHECK(shell.does({"list"}) == 0);
  SAYS("    hello  says hello");
  CHECK(shell.output.out.find('\033') == std::string::npos);
}

TEST_CASE("list without chapters says what is missing") {
  Shell shell;
  std::filesystem::remove_all(shell.root() / "chapters");
  CHECK(shell.does({"list"}) == 1);
  COMPLAINS("there are no chapters in");
}

TEST_CASE("check copies the starter and shows what fails and what to do next") {
  Shell shell;
  CHECK(shell.does({"check", "01/one"}) == 1);
  SAYS("The starter is copied; this file is yours to edit:");
  SAYS("  work/01-first/one/one.hpp");
  SAYS("In the test: nobody polls: while waiting, work sleeps");
  SAYS("01/one does not pass yet.");
  SAYS("chapters/01-first/exercises/one/README.md");
  SAYS("again  ./workbook check 01/one");
  CHECK_FALSE(shell.says("doctest"));
  std::vector<std::string> there;
  for (const auto& entry :
       std::filesystem::directory_iterator(shell.root() / "work/01-first"))
    there.push_back(entry.path().filename());
  CHECK(there == std::vector<std::string>{"one"});
}

TEST_CASE("check leaves an answer that is there alone") {
  Shell shell;
  shell.answer("01-first/one", "// exits 0");
  CHECK(shell.does({"check", "01/one"}) == 0);
  SAYS("01/one is solved.");
  SAYS("early late");
  SAYS("Next: ./workbook check 01/other  (Exercise other)");
  CHECK(shell.read("work/01-first/one/one.hpp") == "// exits 0\n");
}

TEST_CASE("progress is solved until the answer changes") {
  Shell shell;
  shell.answer("01-first/one", "// exits 0");
  shell.does({"check", "01/one"});
  shell.does({"list"});
  SAYS("20 min  solved");
  shell.answer("01-first/one", "// exits  0");
  shell.does({"list"});
  SAYS("20 min  started");
}

TEST_CASE("the last exercise says that all are solved") {
  Shell shell;
  for (const char* each :
       {"01-first/one", "01-first/other", "02-second/last"}) {
    shell.answer(each, "// exits 0");
    shell.does({"check", each});
  }
  SAYS("all exercises are solved");
}

TEST_CASE("a stuck answer and a leak and a crash are told apart") {
  Shell shell;
  shell.answer("01-first/one", "// exits 124");
  CHECK(shell.does({"check", "01/one"}) == 1);
  SAYS("01/one is stuck");
  SAYS("chapters/01-first/lesson.md, \"two who wait\"");
  shell.answer("01-first/one", "// exits 125");
  shell.does({"check", "01/one"});
  SAYS("01/one leaves child processes running");
  shell.answer("01-first/one", "// exits 139");
  shell.does({"check", "01/one"});
  SAYS("01/one crashes (exit status 139).");
}

TEST_CASE("an answer that does not compile shows its errors without noise") {
  Shell shell;
  shell.answer("01-first/one", "syntax error");
  CHECK(shell.does({"check", "01/one"}) == 1);
  SAYS("work/01-first/one/one.hpp:3:1: error: expected unqualified-id");
  SAYS("01/one does not compile");
  CHECK_FALSE(shell.says("ninja"));
  CHECK_FALSE(shell.says("-std=c++20"));
  CHECK_FALSE(shell.says(shell.root()));
}

TEST_CASE("check finds an exercise by any word that names it") {
  Shell shell;
  for (const std::string word :
       {"1/one", "first/on", "01-first/one", "01-first/exercises/one",
        "chapters/01-first/exercises/one/", "work/01-first/one/one.hpp",
        "./work/01-first/one/one.hpp"}) {
    CAPTURE(word);
    shell.does({"check", word});
    SAYS("01/one does not pass yet");
  }
  shell.does({"check", shell.root() / "chapters/01-first/exercises/one"});
  SAYS("01/one does not pass yet");
}

TEST_CASE("an exercise that is not there is refused and the others are named") {
  Shell shell;
  CHECK(shell.does({"check", "01/onee"}) == 2);
  COMPLAINS("chapter 01-first has no exercise 'onee'; did you mean 'one'?");
  COMPLAINS("It has: one other");
  CHECK_FALSE(shell.has("work"));
  CHECK(shell.does({"check", "01/o"}) == 2);
  COMPLAINS("no exercise 'o'");
  CHECK(shell.does({"check", "77/one"}) == 2);
  COMPLAINS("no chapter '77'");
  COMPLAINS("There are: 01-first 02-second");
}

TEST_CASE("a chapter without exercises says so") {
  Shell shell;
  std::filesystem::remove_all(shell.root() / "chapters/02-second/exercises");
  CHECK(shell.does({"check", "02/one"}) == 2);
  COMPLAINS("chapter 02-second has no exercises");
}

TEST_CASE("check alone says how to start when nothing is started") {
  Shell shell;
  CHECK(shell.does({"check"}) == 1);
  COMPLAINS("Start the first: ./workbook check 01/one");
}

TEST_CASE("check alone tests all that is started") {
  Shell shell;
  shell.answer("01-first/one", "// exits 0");
  shell.answer("01-first/other", "syntax error");
  CHECK(shell.does({"check"}) == 1);
  SAYS("1 of 2 solved");
  SAYS("does not compile");
  SAYS("See what fails: ./workbook check 01/other");
  shell.answer("01-first/other", "// exits 0");
  CHECK(shell.does({"check"}) == 0);
  SAYS("2 of 2 solved");
  // An answer that used to compile is not tested in its old form.
  shell.answer("01-first/other", "syntax error");
  CHECK(shell.does({"check", "01"}) == 1);
  SAYS("1 of 2 solved");
}

TEST_CASE("check --json tells programs what check tells people") {
  Shell shell;
  shell.answer("01-first/one", "// exits 0");
  shell.answer("01-first/other", "// exits 1");
  CHECK(shell.does({"check", "--json"}) == 1);
  const auto json = nlohmann::json::parse(shell.output.out);
  CHECK(json.at("solved") == 1);
  CHECK(json.at("checked") == 2);
  const auto& other = json.at("exercises").at(1);
  CHECK(other.at("exercise") == "01-first/other");
  CHECK(other.at("verdict") == "does not pass yet");
  CHECK(other.at("tests").at(1).at("failures").at(0).at("line") == 12);
}

TEST_CASE("check --junit writes what CI servers read") {
  Shell shell;
  shell.answer("01-first/one", "// exits 0");
  shell.answer("01-first/other", "syntax error");
  shell.answer("02-second/last", "// exits 1");
  CHECK(shell.does({"check", "--junit", "out.xml"}) == 1);
  const std::string xml = shell.read("out.xml");
  CHECK(xml.find("<testsuite name=\"01-first/one\" tests=\"2\" failures=\"0\" "
                 "errors=\"0\"") != std::string::npos);
  CHECK(xml.find("<error message=\"does not compile\">") != std::string::npos);
  CHECK(xml.find("<failure message=\"nobody polls") != std::string::npos);
}

TEST_CASE("an interrupted check leaves nothing running") {
  FakeWorkbook workbook;
  workbook.answer("01-first/one", "// waits");
  PseudoTerminal terminal(workbook.tool({"check", "01/one"}), 24, 80,
                          workbook.environment());
  REQUIRE(terminal.wait([&] { return workbook.runs() == 1; }));
  terminal.type("\003");
  CHECK(terminal.end().text() == "exit 130");
  CHECK(terminal.screen().text().find("workbook: interrupted") !=
        std::string::npos);
  CHECK(descendants_of(::getpid()).empty());
}

TEST_CASE("hint shows one after the other and counts") {
  Shell shell;
  CHECK(shell.does({"hint"}) == 0);
  SAYS("Hint 1 of 2 for 01/one");
  SAYS("Look at the section of it.");
  shell.does({"hint", "01/one"});
  SAYS("Hint 2 of 2");
  shell.does({"hint", "01/one", "--all"});
  SAYS("Hint 1 of 2");
  SAYS("Hint 2 of 2");
}

TEST_CASE("the solution opens once the answer passes or with --spoil") {
  Shell shell;
  CHECK(shell.does({"solution", "01/one"}) == 1);
  COMPLAINS("the solution of 01/one opens once yours passes");
  CHECK(shell.does({"solution", "01/one", "--spoil"}) == 0);
  SAYS("// exits 0: solution");
  shell.answer("01-first/other", "// exits 0");
  shell.does({"check", "01/other"});
  CHECK(shell.does({"solution", "01/other"}) == 0);
  SAYS("chapters/01-first/exercises/other/solution/other.hpp");
}

TEST_CASE("reset keeps every answer that it replaces") {
  Shell shell;
  CHECK(shell.does({"reset"}) == 2);
  COMPLAINS("./workbook reset 01/one");
  for (const char* text : {"mine 1", "mine 2"}) {
    shell.answer("01-first/one", text);
    CHECK(shell.does({"reset", "01/one"}) == 0);
    CHECK(shell.read("work/01-first/one/one.hpp") == "// exits 1\n");
  }
  CHECK(shell.read("work/01-first/one/one.hpp.bak") == "mine 1\n");
  CHECK(shell.read("work/01-first/one/one.hpp.bak2") == "mine 2\n");
  SAYS("Yours is kept in work/01-first/one/one.hpp.bak2");
}

TEST_CASE("a starter that changed is told and merged and the answer is left") {
  Shell shell;
  const std::string starter = "chapters/01-first/exercises/one/starter/one.hpp";
  shell.write(starter, "top\n\nmiddle\n\nend\n");
  shell.does({"check", "01/one"});
  shell.answer("01-first/one", "top\n\nmiddle\n\nmy end");
  shell.does({"changes"});
  SAYS("No starter or test changed");
  shell.write(starter, "new top\n\nmiddle\n\nend\n");
  shell.does({"list"});
  SAYS("The starter of 01/one changed since you began");
  CHECK(shell.does({"changes", "01/one"}) == 0);
  SAYS("-top\n+new top");
  SAYS("new top\n\nmiddle\n\nmy end");
  CHECK(shell.read("work/01-first/one/one.hpp") == "top\n\nmiddle\n\nmy end\n");
  shell.does({"changes", "01/one", "--accept"});
  shell.does({"changes"});
  SAYS("No starter or test changed");
}

TEST_CASE("a class of thirty reports becomes a table and a page") {
  Shell shell;
  shell.answer("01-first/one", "// exits 0");
  shell.answer("01-first/other", "// exits 1, mine");
  shell.answer("02-second/last", "// exits 1");  // the starter: only looked at
  shell.does({"check"});
  std::vector<std::string> words = {"report"};
  for (int i = 1; i <= 30; ++i) {
    const std::string file = "r" + std::to_string(i) + ".json";
    CHECK(shell.does({"report", "-o", file, "--name",
                      "Learner <" + std::to_string(i) + ">"}) == 0);
    words.push_back(file);
  }
  SAYS("1 of 3 exercises solved");
  words.insert(words.end(), {"--html", "class.html"});
  CHECK(shell.does(words) == 0);
  SAYS("01/one                        " + std::string(30, '#') + "  30");
  SAYS("01/other                      " + std::string(30, '+') + "  0");
  SAYS("02/last                       " + std::string(30, '.') + "  0");
  SAYS("Learner <30>");
  CHECK(shell.longest_line() <= 80);
  const std::string page = shell.read("class.html");
  CHECK(page.find("Results of 30 learners") != std::string::npos);
  CHECK(page.find("Learner &lt;30&gt;") != std::string::npos);
  CHECK(page.find("<30>") == std::string::npos);
  CHECK(page.find("solved: 1 attempt, 0 min") != std::string::npos);
  CHECK(page.find("started: 1 attempt, 0 min") != std::string::npos);
  CHECK(page.find("looked at") != std::string::npos);
}

TEST_CASE("a report flags an answer that passed another test") {
  Shell shell;
  shell.answer("01-first/one", "// exits 0");
  shell.write("chapters/01-first/exercises/one/test.cpp", "// made easy\n");
  shell.does({"check", "01/one"});
  shell.does({"report", "-o", "mine.json"});
  shell.write("chapters/01-first/exercises/one/test.cpp",
              "// the test of one\n");
  CHECK(shell.does({"report", "mine.json"}) == 0);
  SAYS("01/one                        !");
  SAYS("passed another test than yours: 01/one");
  shell.does({"report", "mine.json", "mine.json"});
  SAYS("has 2 reports");
  CHECK(shell.read("build/class.html").find("solved with another test") !=
        std::string::npos);
}

TEST_CASE("what is no report is named and the others are still read") {
  Shell shell;
  shell.does({"report", "-o", "good.json", "--name", "Good"});
  shell.write("bad.json", "{}");
  shell.write("worse.json",
              R"({"workbook report": 1, "exercises": {"01-first/one": 3}})");
  CHECK(shell.does({"report", "bad.json", "good.json", "worse.json",
                    "none.json"}) == 1);
  COMPLAINS("bad.json is no report");
  COMPLAINS("worse.json is a damaged report");
  COMPLAINS("read none.json: No such file or directory");
  SAYS("Good");
  CHECK(shell.does({"report"}) == 2);
}

TEST_CASE(
    "a report counts what this workbook has and refuses another version") {
  Shell shell;
  shell.write("more.json", R"({"workbook report": 1, "learner": "More",
    "exercises": {"01-first/one": {"state": "solved", "attempts": 1e99},
                  "99-new/thing": {"state": "solved"}}})");
  shell.write("newer.json", R"({"workbook report": 2, "exercises": {}})");
  CHECK(shell.does({"report", "more.json", "newer.json"}) == 1);
  SAYS("  1 More                                1   1000000");
  COMPLAINS("newer.json was made by another version of the workbook");
  CHECK_FALSE(shell.says("  2 "));
}

TEST_CASE("results go into a device and are not put in its place") {
  Shell shell;
  const std::string device = shell.root() / "out";
  REQUIRE(::mkfifo(device.c_str(), 0600) == 0);
  std::string text;
  std::jthread reader([&] { text = shell.read("out"); });
  CHECK(shell.does({"report", "-o", "out"}) == 0);
  reader.join();
  CHECK(nlohmann::json::parse(text).contains("learner"));
  CHECK(shell.output.out.empty());
  CHECK(std::filesystem::is_fifo(device));
}

TEST_CASE("an exercise is found by its name alone where no other has it") {
  Shell shell;
  CHECK(shell.does({"hint", "last"}) == 0);
  SAYS("Hint 1 of 2 for 02/last");
  CHECK(shell.does({"check", "last"}) == 1);
  SAYS("02/last does not pass yet");
  CHECK(shell.does({"hint", "01"}) == 2);
  COMPLAINS("which exercise of chapter 01-first?\nIt has: 01/one 01/other");
}

TEST_CASE("list tells of a state that is corrupt and numbers that are none") {
  Shell shell;
  shell.write("work/.progress.json", "no state");
  CHECK(shell.does({"list"}) == 0);
  COMPLAINS("it is now work/.progress.json.corrupt-1");
  CHECK(shell.read("work/.progress.json.corrupt-1") == "no state");
  shell.write("work/.progress.json",
              R"({"exercises": {"01-first/one": {"hints": 1e99}}})");
  CHECK(shell.does({"hint", "01/one"}) == 0);
  SAYS("Hint 2 of 2");
}

TEST_CASE("words that a command has no use for are refused") {
  Shell shell;
  CHECK(shell.does({"list", "all"}) == 2);
  COMPLAINS("workbook: list takes nothing more, not 'all'");
  COMPLAINS("usage: ./workbook list");
  CHECK(shell.does({"check", "01/one", "01/other"}) == 2);
  COMPLAINS("usage: ./workbook check [01/exercise]");
  CHECK(shell.does({"check", "--jobs", "none"}) == 2);
}

TEST_CASE("a prediction is asked once on a terminal and told after the run") {
  FakeWorkbook workbook;
  workbook.write("chapters/01-first/predict.json",
                 R"({"race": {"question": "What comes out?",
                     "choices": ["exact", "less"], "answer": 2,
                     "because": "Two threads read the same value."}})");
  const auto predict = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"predict", "01-first", "race"};
    words.insert(words.end(), more.begin(), more.end());
    return workbook.tool(words);
  };
  CHECK(run(predict({}), {.environment = workbook.environment()}).out.empty());
  {
    PseudoTerminal terminal(predict({}), 24, 80, workbook.environment());
    REQUIRE_SHOWS("What comes out?");
    CHECK_SHOWS("2  less");
    terminal.type("1\n");
    CHECK(terminal.end().text() == "exit 0");
  }
  {
    PseudoTerminal terminal(predict({}), 24, 80, workbook.environment());
    CHECK(terminal.end().text() == "exit 0");
    CHECK(terminal.raw().empty());
  }
  PseudoTerminal terminal(predict({"--after"}), 24, 80, workbook.environment());
  terminal.end();
  CHECK(terminal.screen().text().find("You predicted: exact. It is: less.") !=
        std::string::npos);
}
