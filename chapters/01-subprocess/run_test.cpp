#include "01-subprocess/run.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <chrono>
#include <stdexcept>

using namespace std::chrono_literals;
using namespace workbook;

TEST_CASE("run returns the status, the output and the errors") {
  const Output output = run({"sh", "-c", "echo out; echo err >&2; exit 3"});
  CHECK(output.status == ExitStatus{3, 0});
  CHECK(output.out == "out\n");
  CHECK(output.err == "err\n");
  CHECK_FALSE(output.timed_out);
}

TEST_CASE("run feeds the input, sets the environment and the directory") {
  CHECK(run({"tr", "a-z", "A-Z"}, {.input = "loud"}).out == "LOUD");
  CHECK(run({"sh", "-c", "echo $GREETING; pwd"},
            {.environment = {{"GREETING", "hello"}}, .directory = "/"})
            .out == "hello\n/\n");
}

TEST_CASE("a command without input reads an empty one, not the terminal") {
  CHECK(run({"cat"}).out.empty());
}

TEST_CASE("run ends a command that takes too long") {
  const Output output = run({"sleep", "1000"}, {.limit = 1ms});
  CHECK(output.timed_out);
  CHECK(output.status == ExitStatus{0, SIGTERM});
}

TEST_CASE(
    "what openssl encrypts it can decrypt, with the password in the "
    "environment") {
  const std::string secret(100'000, 's');
  const Argv encrypt = {"openssl", "enc",   "-aes-256-cbc",
                        "-pbkdf2", "-pass", "env:password"};
  Argv decrypt = encrypt;
  decrypt.emplace_back("-d");
  const std::map<std::string, std::string> password = {
      {"password", "zf7ShyBhZOraQDdE"}};

  const Output encrypted =
      run(encrypt, {.input = secret, .environment = password});
  REQUIRE(encrypted.status.success());
  CHECK(encrypted.out != secret);
  CHECK(run(decrypt, {.input = encrypted.out, .environment = password}).out ==
        secret);
}

TEST_CASE("a pipeline passes 8 MiB through three children") {
  const std::string data(8 * 1024 * 1024, 'x');
  const PipelineOutput output = pipeline({{"cat"}, {"cat"}, {"cat"}}, data);
  CHECK(output.out == data);
  CHECK(output.statuses == std::vector<ExitStatus>(3));
}

TEST_CASE("a pipeline of one command is that command") {
  CHECK(pipeline({{"tr", "a-z", "A-Z"}}, "loud").out == "LOUD");
}

TEST_CASE("a pipeline keeps the status of each command") {
  const PipelineOutput output =
      pipeline({{"sh", "-c", "echo x; exit 1"}, {"sh", "-c", "cat; exit 2"}});
  CHECK(output.out == "x\n");
  CHECK(output.statuses == std::vector<ExitStatus>{{1, 0}, {2, 0}});
}

TEST_CASE("a reader that ends reaches its writer as SIGPIPE") {
  const PipelineOutput output = pipeline({{"yes"}, {"head", "-n", "1"}});
  CHECK(output.out == "y\n");
  CHECK(output.statuses == std::vector<ExitStatus>{{0, SIGPIPE}, {0, 0}});
}

TEST_CASE(
    "a last command that does not read leaves nobody waiting for the input") {
  const PipelineOutput output =
      pipeline({{"cat"}, {"true"}}, std::string(8 * 1024 * 1024, 'x'));
  CHECK(output.statuses[1] == ExitStatus{0, 0});
}

TEST_CASE(
    "a pipeline with a program that does not exist says so and leaves no "
    "child") {
  CHECK_THROWS_WITH(pipeline({{"sleep", "1000"}, {"no-such-program"}}),
                    "start no-such-program: No such file or directory");
  CHECK_THROWS_AS(pipeline({}), std::invalid_argument);
}
