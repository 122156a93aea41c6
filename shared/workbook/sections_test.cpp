#include "workbook/sections.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "workbook/temporary_directory.hpp"
#include "workbook/timeline.hpp"

using namespace workbook;

namespace {

int run(std::vector<std::string> words, const std::vector<Section>& sections) {
  words.insert(words.begin(), "01-test");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  return run_sections(static_cast<int>(argv.size()), argv.data(), sections);
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE(
    "without a section all run, with one only that one, and its arguments "
    "reach it") {
  std::string ran;
  const std::vector<Section> sections = {
      {"a", "", "first", [&](const Arguments&) { ran += "a"; }},
      {"b", "[word]", "second", [&](const Arguments& arguments) {
         ran += "b";
         for (const std::string& argument : arguments) ran += argument;
       }}};
  CHECK(run({}, sections) == 0);
  CHECK(ran == "ab");
  CHECK(run({"b", "x"}, sections) == 0);
  CHECK(ran == "abbx");
}

TEST_CASE("a wrong call is status 2, a failure is status 1") {
  const std::vector<Section> sections = {
      {"plain", "", "", [](const Arguments&) {}},
      {"usage", "[n]", "",
       [](const Arguments& arguments) { to_number(arguments[0], "n", 1, 9); }},
      {"fails", "", "",
       [](const Arguments&) { throw std::runtime_error("disk full"); }}};
  CHECK(run({"nosuch"}, sections) == 2);
  CHECK(run({"plain", "argument"}, sections) == 2);
  CHECK(run({"usage", "10"}, sections) == 2);
  CHECK(run({"usage", "9"}, sections) == 0);
  CHECK(run({"fails"}, sections) == 1);
}

TEST_CASE("help names each section with what it takes") {
  const std::vector<Section> sections = {
      {"plain", "", "first", [](const Arguments&) {}},
      {"usage", "[n]", "second", [](const Arguments&) {}},
      {"long", "[--first A] [--second THE_SECOND_ONE] [--third THE_THIRD_ONE]",
       "third", [](const Arguments&) {}}};
  CHECK(help_text("01-test", sections) ==
        "usage: 01-test [section [arguments]]\n"
        "Without a section, all of them run:\n"
        "  plain          first\n"
        "  usage          second\n"
        "                 takes [n]\n"
        "  long           third\n"
        "                 takes [--first A] [--second THE_SECOND_ONE]\n"
        "                       [--third THE_THIRD_ONE]\n");
  CHECK(run({"--help"}, sections) == 0);
}

TEST_CASE("help names what a program can be used for") {
  CHECK(
      help_text("01-test", {{"plain", "", "first", [](const Arguments&) {}}},
                {{"--serve HOST:PORT", "serves"},
                 {"--follow FILE... --output FILE [--until-idle TIME] "
                  "[--with VERSION]",
                  "follows"}}) ==
      "usage: 01-test [section [arguments]]\n"
      "Without a section, all of them run:\n"
      "  plain          first\n"
      "Or put to use:\n"
      "  --serve HOST:PORT\n"
      "                 serves\n"
      "  --follow FILE... --output FILE [--until-idle TIME] [--with VERSION]\n"
      "                 follows\n");
}

TEST_CASE("to_number says what would be right") {
  CHECK(to_number("7", "count", 1, 9) == 7);
  for (const std::string bad :
       {"", "x", "7x", " 7", "0", "10", "99999999999999999999"}) {
    CHECK_THROWS_WITH_AS(
        to_number(bad, "count", 1, 9),
        ("count is a whole number from 1 to 9, not '" + bad + "'").c_str(),
        UsageError);
  }
}

TEST_CASE("figures and timelines are left for the book only when it is made") {
  const TemporaryDirectory folder;
  const std::vector<Section> sections = {
      {"measure", "", "", [](const Arguments&) {
         CHECK(figure("elapsed", "1.03 s") == "1.03 s");
         Timeline timeline("A \"quoted\" title");
         timeline.begin("first", Timeline::Kind::wait, "nap");
         timeline.begin("second", Timeline::Kind::run);
         timeline.begin("first", Timeline::Kind::run);
         timeline.end("second");
         timeline.show();
       }}};
  run({"measure"}, sections);
  CHECK(std::filesystem::is_empty(folder.path()));

  ::setenv("WORKBOOK_CAPTURE", folder.path().c_str(), 1);
  run({"measure"}, sections);
  ::unsetenv("WORKBOOK_CAPTURE");
  CHECK(contents(folder.path() / "measure.figures") == "elapsed\t1.03 s\n");

  std::string timeline = contents(folder.path() / "measure.timeline.json");
  for (char& character : timeline) {
    if (character >= '1' && character <= '9') character = '0';
  }
  CHECK(
      timeline ==
      R"({"title":"A \"quoted\" title","end":0.000000,"lanes":[{"name":"first","spans":[)"
      R"({"from":0.000000,"to":0.000000,"kind":"wait","label":"nap"},)"
      R"({"from":0.000000,"to":0.000000,"kind":"run","label":""}]},{"name":"second","spans":[)"
      R"({"from":0.000000,"to":0.000000,"kind":"run","label":""}]}]})"
      "\n");
}
