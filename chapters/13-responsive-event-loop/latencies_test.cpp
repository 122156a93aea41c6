#include "13-responsive-event-loop/latencies.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using workbook::histogram;
using workbook::Latencies;
using workbook::milliseconds;

TEST_CASE("a percentile is the nearest rank") {
  Latencies latencies;
  for (int late = 100; late >= 1; --late)
    latencies.add(std::chrono::milliseconds(late));
  CHECK(latencies.percentile(50) == 50ms);
  CHECK(latencies.percentile(99) == 99ms);
  CHECK(latencies.percentile(99.1) == 100ms);
  CHECK(latencies.percentile(100) == 100ms);
  CHECK(latencies.percentile(0.001) == 1ms);
}

TEST_CASE("a percentile of nothing or below 0 or beyond 100 is refused") {
  Latencies latencies;
  CHECK_THROWS_AS(latencies.percentile(50), std::logic_error);
  latencies.add(1ms);
  CHECK_THROWS_AS(latencies.percentile(0), std::invalid_argument);
  CHECK_THROWS_AS(latencies.percentile(101), std::invalid_argument);
  CHECK(latencies.percentile(50) == 1ms);
}

TEST_CASE("a histogram has a line for each doubling and every tick in one") {
  Latencies latencies;
  for (int i = 0; i < 1'000; ++i) latencies.add(100us);
  latencies.add(-1us);
  latencies.add(125us);
  latencies.add(126us);
  latencies.add(1ms);
  CHECK(histogram(latencies) ==
        "  late by up to    ticks\n"
        "       0.125 ms     1002 ######################################\n"
        "        0.25 ms        1 ####\n"
        "         0.5 ms        0\n"
        "           1 ms        1 ####\n");
}

TEST_CASE("durations are told with as many digits as say something") {
  CHECK(milliseconds(81'234ns) == "0.08 ms");
  CHECK(milliseconds(1ms) == "1.0 ms");
  CHECK(milliseconds(12'345us) == "12.3 ms");
  CHECK(milliseconds(500'600us) == "501 ms");
}
