#include "06-fan-out/slow_service.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <thread>
#include <vector>

#include "06-fan-out/at_once.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/simulate.hpp"
#include "06-fan-out/slow_logic.hpp"
#include "workbook/eventually.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/thread_probe.hpp"

using namespace std::chrono_literals;
using namespace workbook;

namespace {

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       {});
}

}  // namespace

TEST_CASE("an answer takes at least the delay") {
  SlowService service(20ms);
  for (int i = 0; i < 3; ++i) {
    const Stopwatch stopwatch;
    service.ask();
    CHECK(stopwatch.elapsed() >= 20ms);
  }
  CHECK(service.questions() == 3);
  CHECK(service.most_at_once() == 1);
}

TEST_CASE("without a delay the answer comes too") {
  SlowService service(0ms);
  for (int i = 0; i < 1000; ++i) service.ask();
  CHECK(service.questions() == 1000);
}

TEST_CASE("who asks sleeps and does not poll") {
  SlowService service(300ms);
  std::atomic<pid_t> asking = 0;
  std::jthread asker([&] {
    asking = this_thread_id();
    service.ask();
  });
  CHECK(eventually([&] { return asking != 0; }));
  CHECK(sleeps(asking));
}

// None is answered within the hour, so all of them wait when the last one asks.
TEST_CASE("a thousand questions wait at the same time") {
  SlowService service(1h);
  std::vector<UniqueFd> connections;
  for (int i = 0; i < 1000; ++i) {
    connections.push_back(service.connect());
    const char question = '?';
    CHECK(::write(connections.back().get(), &question, 1) == 1);
  }
  CHECK(eventually([&] { return service.most_at_once() == 1000; }));
}

TEST_CASE("each of many threads gets its own answers") {
  SlowService service(1ms);
  at_once(20, [&](int) {
    for (int i = 0; i < 20; ++i) service.ask();
  });
  CHECK(service.questions() == 400);
  CHECK(service.most_at_once() <= 20);
}

TEST_CASE("the bytes on a connection come back in order") {
  SlowService service(1ms);
  const UniqueFd connection = service.connect();
  CHECK(::write(connection.get(), "abc", 3) == 3);
  char answer = 0;
  for (const char expected : {'a', 'b', 'c'}) {
    CHECK(::read(connection.get(), &answer, 1) == 1);
    CHECK(answer == expected);
  }
}

TEST_CASE("a connection that its client closes is closed by the service too") {
  SlowService service(1ms);
  service.ask();
  const auto before = open_descriptors();
  for (int i = 0; i < 100; ++i) {
    const UniqueFd connection = service.connect();
    CHECK(::write(connection.get(), "?", 1) == 1);
  }
  CHECK(eventually([&] { return open_descriptors() == before; }));
}

TEST_CASE("a service that is gone leaves no descriptor") {
  const auto before = open_descriptors();
  {
    SlowService service(1ms);
    at_once(10, [&](int) { service.ask(); });
  }
  CHECK(open_descriptors() == before);
}

TEST_CASE("the slow logic asks one question a cell and changes no cell") {
  SlowService service(0ms);
  const Grid grid = random_grid({5, 9}, 1);
  CHECK(simulate(grid, slow_logic(service)) == simulate(grid));
  CHECK(service.questions() == 45);
  CHECK(service.most_at_once() == 1);
}
