#include "17-capstone/progress.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "17-capstone/content_hash.hpp"
#include "17-capstone/fake_workbook.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/unique_fd.hpp"

using namespace workbook;

namespace {

struct Folder : FakeWorkbook {
  Catalog catalog{root()};
  std::vector<Exercise> exercises = catalog.exercises();
  std::vector<std::string> told;
  Progress progress{places(),
                    [this](const std::string& text) { told.push_back(text); }};

  const std::string file = "work/.progress.json";
};

}  // namespace

TEST_CASE("an answer is solved for as long as it is the text that passed") {
  Folder folder;
  const Exercise& one = folder.exercises[0];
  CHECK(folder.progress.state(one) == State::not_started);
  folder.answer(one.id(), "first");
  CHECK(folder.progress.state(one) == State::started);
  folder.progress.add_attempt(one, "first\n", true);
  CHECK(folder.progress.state(one) == State::solved);
  folder.answer(one.id(), "changed");
  CHECK(folder.progress.state(one) == State::started);
  folder.answer(one.id(), "first");
  CHECK(folder.progress.state(one) == State::solved);
}

TEST_CASE("a test that changed since an answer passed is noticed") {
  Folder folder;
  const Exercise& one = folder.exercises[0];
  folder.answer(one.id(), "first");
  folder.progress.add_attempt(one, "first\n", true);
  CHECK_FALSE(folder.progress.test_changed(one));
  folder.write("chapters/01-first/exercises/one/test.cpp", "// harder\n");
  CHECK(folder.progress.test_changed(one));
}

TEST_CASE("so is a change of what the test includes from its folder") {
  Folder folder;
  const Exercise& one = folder.exercises[0];
  const std::string beside = "chapters/01-first/exercises/one/fixture";
  folder.write(beside + ".hpp", "// a fixture\n");
  folder.answer(one.id(), "first");
  folder.progress.add_attempt(one, "first\n", true);
  CHECK_FALSE(folder.progress.test_changed(one));
  folder.write(beside + ".md", "no part of the test\n");
  CHECK_FALSE(folder.progress.test_changed(one));
  folder.write(beside + ".cpp", "// an easier one\n");
  CHECK(folder.progress.test_changed(one));
}

TEST_CASE("marks of earlier versions are taken over once") {
  Folder folder;
  const Exercise& one = folder.exercises[0];
  const Exercise& other = folder.exercises[1];
  folder.answer(one.id(), "// exits 0");
  folder.answer(other.id(), "// edited since");
  // What `cksum` printed for "// exits 0\n"
  folder.write("work/01-first/one/.passed", "1818984916 11\n");
  folder.write("work/01-first/other/.passed", "1818984916 11\n");
  folder.progress.take_over(folder.exercises);
  CHECK(folder.progress.state(one) == State::solved);
  CHECK(folder.progress.state(other) == State::started);
  CHECK_FALSE(folder.has("work/01-first/one/.passed"));
  const std::string before = folder.read(folder.file);
  folder.progress.take_over(folder.exercises);
  CHECK(folder.read(folder.file) == before);
}

TEST_CASE("entries that this version does not know stay") {
  Folder folder;
  folder.write(folder.file,
               R"({"version": 9, "later": [1, {"a": null}], "exercises":
                   {"01-first/one": {"grade": "A"}, "99-new/x": {"y": 1}}})");
  folder.progress.add_hint(folder.exercises[0], 1);
  const Progress::Json all = *folder.progress.read();
  CHECK(all.at("version") == 9);
  CHECK(all.at("later").dump() == R"([1,{"a":null}])");
  CHECK(all.at("exercises").at("99-new/x").at("y") == 1);
  CHECK(all.at("exercises").at("01-first/one").at("grade") == "A");
  CHECK(all.at("exercises").at("01-first/one").at("hints") == 1);
}

TEST_CASE("a corrupt file is set aside and told and never lost") {
  Folder folder;
  folder.write(folder.file, "{ half a fi");
  folder.write(folder.file + ".corrupt-1", "an older one");
  folder.progress.add_hint(folder.exercises[0], 1);
  CHECK(folder.read(folder.file + ".corrupt-2") == "{ half a fi");
  CHECK(folder.read(folder.file + ".corrupt-1") == "an older one");
  REQUIRE(folder.told.size() == 1);
  CHECK(folder.told[0] ==
        "work/.progress.json could not be read; it is now "
        "work/.progress.json.corrupt-2, and a new one begins.");
  CHECK(folder.progress.record(folder.exercises[0]).hints == 1);
}

TEST_CASE("a file with members of other types is read without an exception") {
  Folder folder;
  for (
      const char* text :
      {"[]", "7", R"({"exercises": 3})",
       R"({"exercises": {"01-first/one": 1}})",
       R"({"exercises": {"01-first/one": {"attempts": "many", "passed": []}}})",
       R"({"predictions": [], "current": {}})"}) {
    folder.write(folder.file, text);
    folder.answer("01-first/one", "x");
    CHECK(folder.progress.state(folder.exercises[0]) == State::started);
    CHECK(folder.progress.record(folder.exercises[0]).attempts == 0);
    CHECK(folder.progress.current().empty());
    CHECK_FALSE(folder.progress.prediction("x"));
    folder.progress.add_attempt(folder.exercises[0], "x\n", true);
    CHECK(folder.progress.state(folder.exercises[0]) == State::solved);
    CHECK(folder.progress.record(folder.exercises[0]).attempts == 1);
  }
}

// The property: whatever is done, in whatever order, by several objects in
// turn, the file says what a model in memory says.
TEST_CASE("any sequence of changes is what the file tells afterwards") {
  struct Model {
    int attempts = 0;
    int hints = 0;
    bool seen = false;
    bool ever = false;
    std::set<std::string> passed;
    std::string text;
  };
  for (unsigned seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    Folder folder;
    std::mt19937 random(seed);
    const auto pick = [&](unsigned below) { return random() % below; };
    std::map<std::string, Model> models;
    for (int step = 0; step < 60; ++step) {
      Progress progress(folder.places());
      const Exercise& exercise = folder.exercises[pick(3)];
      Model& model = models[exercise.id()];
      switch (pick(6)) {
        case 0:
          model.text = "answer " + std::to_string(pick(4)) + "\n";
          folder.answer(exercise.id(),
                        model.text.substr(0, model.text.size() - 1));
          break;
        case 1: {
          if (model.text.empty()) break;
          const bool passed = pick(2) == 0;
          progress.add_attempt(exercise, model.text, passed);
          ++model.attempts;
          if (passed) {
            model.passed.insert(model.text);
            model.ever = true;
          }
          break;
        }
        case 2: {
          const int hint = static_cast<int>(pick(4)) + 1;
          progress.add_hint(exercise, hint);
          model.hints = std::max(model.hints, hint);
          break;
        }
        case 3:
          progress.add_solution_seen(exercise);
          model.seen = model.seen || !model.ever;
          break;
        case 4: {  // another program writes to the file
          Progress::Json all = *progress.read();
          all["foreign"] = step;
          folder.write(folder.file, all.dump());
          break;
        }
        default:  // a write that was killed leaves its scratch file
          folder.write("work/.new..progress.json.1", "{ \"hal");
      }
      for (const Exercise& each : folder.exercises) {
        const Model& expected = models[each.id()];
        const Record record = progress.record(each);
        REQUIRE(record.attempts == expected.attempts);
        REQUIRE(record.hints == expected.hints);
        REQUIRE(record.solution_seen == expected.seen);
        REQUIRE(record.solved.empty() == !expected.ever);
        const State state = expected.text.empty() ? State::not_started
                            : expected.passed.contains(expected.text)
                                ? State::solved
                                : State::started;
        REQUIRE(to_string(progress.state(each)) == to_string(state));
      }
    }
  }
}

TEST_CASE("what another process changes is seen at once") {
  Folder folder;
  Progress another(folder.places());
  for (int attempts = 1; attempts <= 3; ++attempts) {
    another.add_attempt(folder.exercises[0], "x", false);
    CHECK(folder.progress.record(folder.exercises[0]).attempts == attempts);
  }
  std::filesystem::remove(folder.progress.file());
  CHECK(folder.progress.record(folder.exercises[0]).attempts == 0);
}

TEST_CASE("changes by many threads at once are all there") {
  Folder folder;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Progress mine(folder.places());
      for (int k = 0; k < 5; ++k)
        mine.add_attempt(folder.exercises[0], "x", false);
    });
  }
  threads.clear();
  CHECK(folder.progress.record(folder.exercises[0]).attempts == 40);
}

// A child writes one state after the other and says so; it is killed at some
// moment of that.
TEST_CASE("kill -9 in the middle of a write leaves a whole file") {
  for (int round = 0; round < 20; ++round) {
    CAPTURE(round);
    Folder folder;
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const UniqueFd from_child(ends[0]);
    UniqueFd to_parent(ends[1]);
    const pid_t child = ::fork();
    if (child == 0) {
      for (;;) {
        folder.progress.add_attempt(folder.exercises[0], "x", false);
        if (::write(to_parent.get(), "x", 1) != 1) ::_exit(1);
      }
    }
    to_parent.reset();
    char byte = 0;
    for (int i = 0; i <= round; ++i)
      REQUIRE(::read(from_child.get(), &byte, 1) == 1);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    int written = round + 1;
    while (::read(from_child.get(), &byte, 1) == 1) ++written;
    // The last one may have been written and not been told.
    const int attempts = folder.progress.record(folder.exercises[0]).attempts;
    CHECK(attempts >= written);
    CHECK(attempts <= written + 1);
    folder.progress.add_attempt(folder.exercises[0], "x", false);
    CHECK(folder.told.empty());  // nothing was corrupt
  }
}

TEST_CASE("the checksum is the one that cksum prints") {
  CHECK(posix_checksum("") == "4294967295 0");
  CHECK(posix_checksum("// exits 0\n") == "1818984916 11");
  CHECK(posix_checksum("123456789") == "930766865 9");
}
