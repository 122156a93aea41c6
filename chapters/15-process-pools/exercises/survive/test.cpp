#include "survive.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>

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
  if (word == "throw") throw std::runtime_error("bad photo");
  // Who opens one end of a FIFO waits until somebody opens the other.
  if (word == "read") std::ifstream{path + ".fifo"};
  if (word == "write") std::ofstream{path + ".fifo"};
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
  REQUIRE(::mkfifo(file("a.fifo").c_str(), 0600) == 0);
  ProcessPool pool(2, functions());
  const auto outcomes =
      map_surviving(pool, work, {"read " + file("a"), "write " + file("a")});
  REQUIRE(outcomes.size() == 2);
  CHECK(outcomes[0].result);
  CHECK(outcomes[1].result);
}
