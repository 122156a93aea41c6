// The program as a user starts it.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "01-subprocess/exchange.hpp"
#include "01-subprocess/run.hpp"
#include "11-porting-to-async/sockets.hpp"
#include "workbook/errno_error.hpp"

namespace {

using namespace workbook;

Argv command(const std::vector<std::string>& arguments) {
  const auto test = std::filesystem::read_symlink("/proc/self/exe");
  Argv argv = {test.parent_path() / "11-porting-to-async"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return argv;
}

// A server that was started, and where it listens.
struct Started {
  explicit Started(const std::vector<std::string>& arguments)
      : child(command(arguments), {.out = Stream::pipe()}) {
    std::string line;
    for (char byte = 0; byte != '\n'; line += byte) {
      if (check_errno(::read(child.out().get(), &byte, 1), "read") == 0)
        FAIL("it ended");
    }
    const std::string before = "listening on ";
    REQUIRE(line.starts_with(before));
    address = line.substr(before.size(), line.find(';') - before.size());
  }

  Subprocess child;
  std::string address;
};

}  // namespace

TEST_CASE("a real server and a real client play until asked to end") {
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{}, {"--threads", "--seed", "4"}}) {
    std::vector<std::string> arguments = {"--serve", "127.0.0.1:0"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    Started server(arguments);
    const Output played = run(command(
        {"--play", server.address, "--range", "-5", "5", "--secret", "3"}));
    CHECK(played.status.text() == "exit 0");
    CHECK(played.out.ends_with("3 Correct\n"));
    server.child.terminate();
    CHECK(server.child.wait().text() == "exit 0");
  }
}

TEST_CASE("a host may be a name or an IPv6 address") {
  CHECK(Started({"--serve", "localhost:0"}).address.starts_with("localhost:"));
  CHECK(parse_address("[::1]:80").host == "::1");
  CHECK(parse_address("[::1]:80").port == 80);
  CHECK(parse_address("[::1]:80").text() == "[::1]:80");
}

TEST_CASE("what the system refuses is one line and exit code 1") {
  const Started server({"--serve", "127.0.0.1:0"});
  const Output again = run(command({"--serve", server.address}));
  CHECK(again.status.text() == "exit 1");
  CHECK(again.err == "11-porting-to-async --serve: listen on " +
                         server.address + ": Address already in use\n");
  const Output nobody = run(
      command({"--play", "127.0.0.1:1", "--range", "1", "5", "--secret", "3"}));
  CHECK(nobody.status.text() == "exit 1");
  CHECK(nobody.err ==
        "11-porting-to-async --play: connect to 127.0.0.1:1: "
        "Connection refused\n");
}

TEST_CASE("what is typed wrong is one line and exit code 2") {
  const std::string shape =
      "an address is HOST:PORT, like 127.0.0.1:7000, not ";
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--serve"}, "--serve needs HOST:PORT"},
      {{"--serve", "7000"}, shape + "'7000'"},
      {{"--serve", "localhost"}, shape + "'localhost'"},
      {{"--serve", ":7000"}, shape + "':7000'"},
      {{"--serve", "localhost:"}, shape + "'localhost:'"},
      {{"--serve", "localhost:http"}, shape + "'localhost:http'"},
      {{"--serve", "localhost:65536"}, shape + "'localhost:65536'"},
      {{"--serve", "::1:80"}, shape + "'::1:80'"},
      {{"--serve", "127.0.0.1:0", "--thread"},
       "no option '--thread'; there are: --threads, --seed N, --limit-ms MS"},
      {{"--serve", "127.0.0.1:0", "--limit-ms", "0"},
       "--limit-ms is a whole number from 1 to 86400000, not '0'"},
      {{"--play", "127.0.0.1:1"},
       "--play HOST:PORT needs --range LO HI and --secret S"},
      {{"--play", "127.0.0.1:1", "--range", "1"}, "--range needs two numbers"},
      {{"--play", "127.0.0.1:1", "--range", "5", "1", "--secret", "3"},
       "--range takes the lower number first, not 5 1"},
      {{"--play", "127.0.0.1:1", "--range", "1", "5", "--secret", "9"},
       "--secret 9 is not in the range 1 to 5"},
  };
  for (const auto& [arguments, message] : cases) {
    const Output output = run(command(arguments));
    CHECK(output.status.text() == "exit 2");
    CHECK(output.err ==
          "11-porting-to-async " + arguments[0] + ": " + message + "\n");
  }
}
