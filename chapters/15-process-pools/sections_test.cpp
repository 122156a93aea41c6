// What the sections of the program say.

#include <doctest/doctest.h>

#include <filesystem>
#include <numeric>

#include "01-subprocess/run.hpp"
#include "15-process-pools/gcd.hpp"
#include "15-process-pools/steps.hpp"
#include "15-process-pools/when_not.hpp"
#include "workbook/values_in_words.hpp"

using namespace workbook;

namespace {

// The chapter's program stands beside its test.
Output program(std::vector<std::string> arguments) {
  std::string path = std::filesystem::read_symlink("/proc/self/exe");
  path.resize(path.size() - std::string("_test").size());
  arguments.insert(arguments.begin(), path);
  SpawnOptions options{.out = Stream::pipe(), .err = Stream::pipe()};
  return Subprocess(arguments, std::move(options)).communicate();
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the brute-force gcd is the gcd") {
  for (const Pair& pair : gcd_pairs(1))
    CHECK(gcd(pair) == std::gcd(pair.first, pair.second));
  CHECK(gcd({48, 36}) == 12);
  CHECK(gcd({17, 5}) == 1);
}

TEST_CASE("each of the ten steps takes time and their order is that of time") {
  StepWorker worker;
  std::vector<int> results;
  const auto calls =
      call_in_steps({{48, 36}, {17, 5}}, worker.channel, results);
  CHECK(results == std::vector<int>{12, 1});
  REQUIRE(calls.size() == 2);
  for (const StepTimes& call : calls) {
    for (const std::chrono::nanoseconds step : call) CHECK(step.count() >= 0);
  }
}

TEST_CASE("the crossover lies between the points around it") {
  CHECK(crossover({{1, 0.5}, {2, 0.75}, {4, 1.25}}) == 3);
  CHECK_FALSE(crossover({{1, 0.5}, {2, 0.75}}));
  CHECK_FALSE(crossover({{1, 1.5}, {2, 1.75}}));
}

TEST_CASE("all dishes get dry also when a dryer dies") {
  const Output all = program({"dishes", "cup", "pan", "pot"});
  CHECK(all.status.success());
  for (const char* dish : {"cup", "pan", "pot"})
    CHECK(says(all.out, fmt::format("dried the {}\n", dish)));
  CHECK(says(all.out, "every dish is dry\n"));
  const Output dead = program({"dead-dryer", "cup", "pan"});
  CHECK(dead.status.success());
  for (const char* dish : {"cup", "pan"})
    CHECK(says(dead.out, fmt::format("dryer 2 dried the {}\n", dish)));
  CHECK(says(dead.out, "signal 9 (Killed), with the "));
  CHECK_FALSE(says(all.out, " in hand"));
}

TEST_CASE("a step belongs to the process that does it") {
  const Output output = program({"steps", "10"});
  CHECK(output.status.success());
  CHECK(says(output.out, "  3 parent   send and wake "));
  CHECK(says(output.out, "  8 worker   send and wake "));
  CHECK(says(output.out, "  9 parent   deserialize "));
}

TEST_CASE("an argument that is no number is told and the status is 2") {
  for (const char* section : {"gcd", "steps", "when-not"}) {
    const Output output = program({section, "x"});
    CHECK(output.status == ExitStatus{2, 0});
    CHECK(says(output.err, "is a whole number from 1 to "));
    CHECK(output.out.empty());
  }
}

TEST_CASE("a user who types --worker gets no worker") {
  const Output output = program({"--worker"});
  CHECK(output.status == ExitStatus{2, 0});
  CHECK(says(output.err, "no section '--worker'"));
}
