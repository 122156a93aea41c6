#include "survive.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "workbook/temporary_directory.hpp"
#include "workbook/test_main.hpp"

namespace {

// What the function is asked for: a word, a blank, and a file. It adds a line
// to the file each time.
int work(const std::string& order) {
  std::istringstream words(order);
  std::string word;
  std::string path;
  words >> word >> path;
  std::ofstream(path, std::ios::app) << "a try\n";
  std::ifstream file(path);
  std::string line;
  int tries = 0;
  while (std::getline(file, line)) ++tries;

  if (word == "kill" && tries < 5) ::raise(SIGKILL);
  if (word == "kill-once" && tries == 1) ::raise(SIGKILL);
  if (word.starts_with("kill-and-") && tries == 1) ::raise(SIGKILL);
  if (word == "kill-and-exit" && tries < 5) ::_exit(3);
  if (word == "throw" || word == "kill-and-throw")
    throw std::runtime_error("bad photo");
  // Who opens one end of a FIFO waits until somebody opens the other.
  const auto fifo = std::filesystem::path(path).replace_filename("fifo");
  if (word == "read" || word == "kill-and-read") std::ifstream{fifo};
  if (word == "write") std::ofstream{fifo};
  return tries;
}

workbook::Functions functions() {
  workbook::Functions all;
  all.add("work", work);
  return all;
}

class Files {
 public:
  std::string operator()(const std::string& name) const {
    return folder_.path() / name;
  }
  // How often an order with this file was worked on.
  int tries(const std::string& name) const {
    std::ifstream file((*this)(name));
    std::string line;
    int count = 0;
    while (std::getline(file, line)) ++count;
    return count;
  }

 private:
  workbook::TemporaryDirectory folder_;
};

// "1, 1, signal 9 (Killed)"
std::string texts(const std::vector<Outcome>& outcomes) {
  std::string all;
  for (const Outcome& outcome : outcomes) {
    if (!all.empty()) all += ", ";
    if (outcome.result) all += std::to_string(*outcome.result);
    all += outcome.failure;
  }
  return all;
}

}  // namespace

std::optional<int> workbook::run_instead_of_tests(int argc, char** argv) {
  return serve_if_worker(argc, argv, functions());
}

TEST_CASE("without failures there are the results") {
  const Files file;
  ProcessPool pool(2, functions());
  CHECK(texts(map_surviving(pool, work,
                            {"do " + file("a"), "do " + file("b"),
                             "do " + file("c")})) == "1, 1, 1");
  CHECK(map_surviving(pool, work, {}).empty());
}

TEST_CASE("an item that kills its worker twice is reported") {
  const Files file;
  ProcessPool pool(1, functions());
  CHECK(texts(map_surviving(pool, work,
                            {"do " + file("a"), "kill " + file("b"),
                             "do " + file("c")})) == "1, signal 9 (Killed), 1");
  CHECK(file.tries("b") == 2);
}

TEST_CASE("an input that kills once has a result") {
  const Files file;
  ProcessPool pool(1, functions());
  CHECK(texts(map_surviving(pool, work,
                            {"do " + file("a"), "kill-once " + file("b"),
                             "do " + file("c")})) == "1, 2, 1");
}

TEST_CASE("two inputs that kill are both reported") {
  const Files file;
  ProcessPool pool(1, functions());
  CHECK(texts(map_surviving(
            pool, work,
            {"do " + file("a"), "kill " + file("b"), "do " + file("c"),
             "kill-once " + file("d"), "kill " + file("e")})) ==
        "1, signal 9 (Killed), 1, 2, signal 9 (Killed)");
  CHECK(file.tries("b") == 2);
  CHECK(file.tries("e") == 2);
}

TEST_CASE("the first and the last input may kill too") {
  const Files file;
  ProcessPool pool(1, functions());
  CHECK(texts(map_surviving(pool, work,
                            {"kill " + file("a"), "kill " + file("b")})) ==
        "signal 9 (Killed), signal 9 (Killed)");
}

// What was sent ahead may have begun when the call threw, and begins again.
TEST_CASE("an input whose call throws is reported and not tried again") {
  const Files file;
  ProcessPool pool(1, functions());
  const auto outcomes = map_surviving(
      pool, work, {"do " + file("a"), "throw " + file("b"), "do " + file("c")});
  REQUIRE(outcomes.size() == 3);
  CHECK(texts({outcomes[0], outcomes[1]}) ==
        "1, std::runtime_error: bad photo");
  CHECK(outcomes[2].result);
  CHECK(file.tries("b") == 1);
}

TEST_CASE("what has an outcome is not worked on again") {
  const Files file;
  ProcessPool pool(1, functions());
  map_surviving(pool, work,
                {"do " + file("a"), "kill " + file("b"), "do " + file("c"),
                 "throw " + file("d"), "kill " + file("e")});
  CHECK(file.tries("a") == 1);
  CHECK(file.tries("c") == 1);
  CHECK(file.tries("d") == 1);
}

TEST_CASE("the calls go on at once") {
  const Files file;
  REQUIRE(::mkfifo(file("fifo").c_str(), 0600) == 0);
  ProcessPool pool(2, functions());
  CHECK(texts(map_surviving(pool, work,
                            {"read " + file("a"), "write " + file("b")})) ==
        "1, 1");
}

// The last can begin only if the worker of the second gets it while the first
// is still at it.
TEST_CASE("a worker that is done has the next call at once") {
  const Files file;
  REQUIRE(::mkfifo(file("fifo").c_str(), 0600) == 0);
  ProcessPool pool(2, functions());
  CHECK(texts(map_surviving(pool, work,
                            {"read " + file("a"), "do " + file("b"),
                             "write " + file("c")})) == "1, 1, 1");
}

// What went on beside the death may have been done twice.
TEST_CASE("the calls go on at once after a death too") {
  const Files file;
  REQUIRE(::mkfifo(file("fifo").c_str(), 0600) == 0);
  ProcessPool pool(2, functions());
  // Without a second try the last would wait for ever.
  REQUIRE(texts(map_surviving(pool, work, {"kill-once " + file("d")})) == "2");
  const auto outcomes = map_surviving(
      pool, work,
      {"kill-and-read " + file("a"), "do " + file("b"), "write " + file("c")});
  REQUIRE(outcomes.size() == 3);
  for (const Outcome& outcome : outcomes) CHECK(outcome.result);
}

TEST_CASE("the failure is how the worker ended the second time") {
  const Files file;
  ProcessPool pool(1, functions());
  CHECK(texts(map_surviving(pool, work, {"kill-and-exit " + file("a")})) ==
        "exit 3");
}

TEST_CASE("the second try may throw and the next input has its own two") {
  const Files file;
  ProcessPool pool(1, functions());
  CHECK(texts(map_surviving(
            pool, work,
            {"kill-and-throw " + file("a"), "kill-once " + file("b")})) ==
        "std::runtime_error: bad photo, 2");
}

TEST_CASE("inputs that are equal have two tries each") {
  const Files file;
  ProcessPool pool(1, functions());
  const std::string order = "kill " + file("a");
  CHECK(texts(map_surviving(pool, work, {order, order})) ==
        "signal 9 (Killed), signal 9 (Killed)");
  CHECK(file.tries("a") == 4);
}
