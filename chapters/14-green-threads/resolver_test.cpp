#include "14-green-threads/resolver.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "14-green-threads/dns_server.hpp"
#include "14-green-threads/resolve_section.hpp"
#include "14-green-threads/results_until.hpp"

using namespace std::chrono_literals;
using workbook::DnsBehavior;
using workbook::DnsServer;
using workbook::DnsStatus;
using workbook::Green;
using workbook::GreenLoop;
using workbook::Ipv4;
using workbook::Lie;
using workbook::resolve;
using workbook::ResolveError;
using workbook::UsageError;

namespace {

constexpr Ipv4 right = {{192, 0, 2, 1}};

// A server of these names, and a green thread that asks it. Time is virtual:
// what is checked does not depend on how fast the machine is.
struct Asked {
  explicit Asked(std::map<std::string, DnsBehavior> names)
      : server(std::move(names)) {}

  void run(const std::function<void()>& client) {
    loop.run([&] {
      loop.spawn([&] { server.serve(loop); });
      client();
    });
  }

  std::vector<Ipv4> address_of(const std::string& name) {
    std::vector<Ipv4> found;
    run([&] { found = resolve(loop, server.endpoint(), name); });
    return found;
  }

  std::string why_not(const std::string& name) {
    try {
      address_of(name);
    } catch (const ResolveError& error) {
      return error.what();
    }
    return "it was resolved";
  }

  GreenLoop loop{GreenLoop::Clock::virtual_time};
  DnsServer server;
};

std::string usage_error(const workbook::Arguments& arguments) {
  try {
    workbook::parse_resolve_arguments(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a name is resolved to all of its addresses") {
  Asked asked({{"a.test", {.addresses = {right, {{1, 2, 3, 4}}}}}});
  CHECK(asked.address_of("A.test.") ==
        std::vector<Ipv4>{right, {{1, 2, 3, 4}}});
}

TEST_CASE("a name is resolved through an alias") {
  Asked asked({{"a.test", {.addresses = {right}, .alias = "b.test"}}});
  CHECK(asked.address_of("a.test") == std::vector<Ipv4>{right});
}

TEST_CASE("a lost question is asked again") {
  Asked asked({{"a.test", {.addresses = {right}, .drops = 2}}});
  CHECK(asked.address_of("a.test") == std::vector<Ipv4>{right});
  CHECK(asked.server.asked_for("a.test") >= 3);
}

TEST_CASE("the answer to an earlier try counts") {
  Asked asked({{"a.test", {.addresses = {right}, .delay = 150ms}}});
  CHECK(asked.address_of("a.test") == std::vector<Ipv4>{right});
}

TEST_CASE("false and malformed replies are thrown away") {
  Asked asked({{"a.test",
                {.addresses = {right},
                 .lies = {Lie::wrong_id, Lie::wrong_question, Lie::question,
                          Lie::pointer_loop, Lie::cut_short}}}});
  CHECK(asked.address_of("a.test") == std::vector<Ipv4>{right});
}

TEST_CASE("a name that nobody answers fails after the last try") {
  Asked asked({{"a.test", {.addresses = {right}, .is_silent = true}}});
  asked.run([&] {
    const auto start = asked.loop.now();
    CHECK_THROWS_WITH_AS(resolve(asked.loop, asked.server.endpoint(), "a.test",
                                 {.tries = 3, .patience = 100ms}),
                         "a.test: no answer", ResolveError);
    CHECK(asked.loop.now() - start == 700ms);  // 100, 200, 400
  });
  CHECK(asked.server.asked_for("a.test") == 3);
}

TEST_CASE("a name that is only lied about fails and says why") {
  for (const auto& [lie, why] : std::map<Lie, std::string>{
           {Lie::wrong_id, "a reply has a wrong id"},
           {Lie::wrong_question, "a reply is to another question"},
           {Lie::question, "a reply is no reply"},
           {Lie::pointer_loop, "a name refers to itself, or forward"},
           {Lie::cut_short, "the message ends too early"}}) {
    Asked asked(
        {{"a.test", {.addresses = {right}, .delay = 1h, .lies = {lie}}}});
    // The lies come at once, and the answer after an hour.
    CHECK(asked.why_not("a.test") == "a.test: no good answer: " + why);
  }
}

TEST_CASE("what the server says instead of an address comes as an error") {
  Asked asked({{"broken.test", {.status = DnsStatus::server_failure}},
               {"secret.test", {.status = DnsStatus::refused}},
               {"odd.test", {.status = DnsStatus::not_implemented}},
               {"empty.test", {}},
               {"large.test", {.is_truncated = true}}});
  CHECK(asked.why_not("missing.test") == "missing.test: no such name");
  CHECK(asked.why_not("broken.test") ==
        "broken.test: the server could not find out");
  CHECK(asked.why_not("secret.test") ==
        "secret.test: the server refused to answer");
  CHECK(asked.why_not("odd.test") ==
        "odd.test: the server answered with error 4");
  CHECK(asked.why_not("empty.test") == "empty.test: it has no IPv4 address");
  CHECK(asked.why_not("large.test") ==
        "large.test: the answer is too large for a datagram");
}

TEST_CASE("nobody at the other end is an error and no time-out") {
  const workbook::Endpoint nobody = [] {
    return workbook::local_endpoint(workbook::bind_to_loopback());
  }();
  GreenLoop loop;
  CHECK_THROWS_WITH(loop.run([&] { return resolve(loop, nobody, "a.test"); }),
                    "ask the server: Connection refused");
}

TEST_CASE("all names are asked at once and who is late is none") {
  std::map<std::string, DnsBehavior> names;
  for (int i = 0; i < 40; ++i)
    names["n" + std::to_string(i) + ".test"] = {.addresses = {right},
                                                .delay = 90ms};
  names["silent.test"] = {.is_silent = true};
  Asked asked(names);
  asked.run([&] {
    const auto start = asked.loop.now();
    std::vector<Green<std::vector<Ipv4>>> asking;
    for (const auto& each : names)
      asking.push_back(asked.loop.spawn([&, name = each.first] {
        return resolve(asked.loop, asked.server.endpoint(), name);
      }));
    const auto answers = workbook::results_until(asking, start + 500ms);
    CHECK(asked.loop.now() == start + 500ms);
    int found = 0;
    for (const auto& answer : answers) found += answer ? 1 : 0;
    CHECK(found == 40);
    CHECK_FALSE(answers.back());
  });
}

TEST_CASE("the server does not answer what is no question") {
  Asked asked({{"a.test", {.addresses = {right}}}});
  asked.run([&] {
    const workbook::UniqueFd socket =
        workbook::connect_to(asked.server.endpoint());
    CHECK(::send(socket.get(), "nonsense", 8, 0) == 8);
    CHECK(::send(socket.get(), "", 0, 0) == 0);
    CHECK(resolve(asked.loop, asked.server.endpoint(), "a.test") ==
          std::vector<Ipv4>{right});
  });
}

TEST_CASE("the arguments of resolve are a server and names") {
  const auto parsed = workbook::parse_resolve_arguments(
      {"--server", "192.0.2.7:5353", "Example.test", "--limit-ms", "250"});
  REQUIRE(parsed.server);
  CHECK(workbook::to_text(*parsed.server) == "192.0.2.7:5353");
  CHECK(parsed.names == std::vector<std::string>{"example.test"});
  CHECK(parsed.limit == 250ms);
  const auto ipv6 =
      workbook::parse_resolve_arguments({"--server", "[::1]:53", "a.test"});
  CHECK(workbook::to_text(*ipv6.server) == "[::1]:53");
}

TEST_CASE("wrong arguments of resolve are told in one line") {
  CHECK(usage_error({"a.test"}) ==
        "names need a server to ask: --server HOST:PORT");
  CHECK(usage_error({"--server", "127.0.0.1:53"}) ==
        "--server needs names to ask for");
  CHECK(usage_error({"--limit-ms", "5"}) == "--limit-ms needs --server");
  CHECK(usage_error({"--server"}) == "--server needs a value");
  CHECK(usage_error({"--sever", "x"}) ==
        "no option '--sever'; there are: --server HOST:PORT, --limit-ms N");
  CHECK(usage_error({"--server", "127.0.0.1", "a.test"}) ==
        "--server is HOST:PORT, like 192.0.2.1:53 or [2001:db8::1]:53, not "
        "'127.0.0.1'");
  CHECK(usage_error({"--server", "::1:53", "a.test"})
            .starts_with("--server is HOST:PORT"));
  CHECK(usage_error({"--server", "dns.test:53", "a.test"}) ==
        "the host in --server is an address in numbers, not 'dns.test'");
  CHECK(usage_error({"--server", "127.0.0.1:65536", "a.test"})
            .starts_with("the port in --server"));
  CHECK(usage_error({"--server", "127.0.0.1:53", "a..b"}) ==
        "'a..b' is no host name: a part between dots is empty");
  CHECK(usage_error({"--limit-ms", "0", "--server", "127.0.0.1:53", "a.test"})
            .starts_with("--limit-ms"));
}
