#ifdef WORKBOOK_MPI  // without MPI, there are no ranks

#include "16-beyond-one-machine/sections_on_ranks.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <limits>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "06-fan-out/columns.hpp"
#include "06-fan-out/life_options.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/simulate.hpp"
#include "16-beyond-one-machine/gather.hpp"
#include "16-beyond-one-machine/gcd.hpp"
#include "16-beyond-one-machine/life.hpp"
#include "16-beyond-one-machine/session.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

// What the ranks have to say is written at once, so that lines stay whole.
void say(const std::string& text) {
  fmt::print("{}", text);
  std::fflush(stdout);
}

int machines(const Communicator& ranks) {
  std::array<char, MPI_MAX_PROCESSOR_NAME> name{};
  int length = 0;
  check_mpi(MPI_Get_processor_name(name.data(), &length),
            "MPI_Get_processor_name");
  const std::vector<char> names = gather<char>(ranks, name);
  std::set<std::string> different;
  for (std::size_t at = 0; at < names.size(); at += name.size())
    different.emplace(&names[at]);
  return static_cast<int>(different.size());
}

// #region ring
// Everybody sends to the right, and receives from the left.
void pass_around(const Communicator& ranks, const std::string& how,
                 std::vector<char>& mine, std::vector<char>& received) {
  const int right = (ranks.rank() + 1) % ranks.size();
  const int left = (ranks.rank() + ranks.size() - 1) % ranks.size();
  constexpr int tag = 1;
  const std::span<const char> out(mine);
  if (how == "MPI_Sendrecv") {
    ranks.send_receive(out, right, std::span(received), left, tag);
    return;
  }
  if (how == "MPI_Ssend")
    check_mpi(MPI_Ssend(out.data(), static_cast<int>(out.size()), MPI_CHAR,
                        right, tag, ranks.handle()),
              "MPI_Ssend");
  else
    ranks.send(out, right, tag);
  ranks.receive(std::span(received), left, tag);
}
// #endregion ring

// The arguments of a rank that is not 0: it need not have the pattern's file,
// since rank 0 hands out the rows.
Arguments without_grid(Arguments arguments) {
  for (auto at = arguments.begin(); at != arguments.end();) {
    const bool grid = *at == "--pattern" || *at == "--size";
    at = grid ? arguments.erase(at, at + 2) : at + 2;
  }
  return arguments;
}

// Seconds for a generation of the fastest of some rounds, at rank 0.
// #region measure
double seconds_a_generation(const Communicator& ranks, Size size) {
  constexpr int rounds = 6;
  constexpr int generations = 5;
  std::optional<Grid> grid;
  if (ranks.rank() == 0) grid = random_grid(size, 1);
  LifeOnRanks life(ranks, grid);
  double best = std::numeric_limits<double>::max();
  for (int round = 0; round < rounds; ++round) {
    ranks.barrier();
    const double begin = MPI_Wtime();
    for (int i = 0; i < generations; ++i) life.step();
    ranks.barrier();  // the slowest counts
    best = std::min(best, (MPI_Wtime() - begin) / generations);
  }
  return best;
}
// #endregion measure

}  // namespace

// #region hello
void hello_on_ranks(const Arguments&) {
  run_rank([](const Communicator& ranks) {
    say(fmt::format("rank {} of {}: process {}\n", ranks.rank(), ranks.size(),
                    ::getpid()));
    const int count = machines(ranks);
    if (ranks.rank() == 0)
      say(fmt::format("{} processes, {} machine{}\n", ranks.size(), count,
                      count == 1 ? "" : "s"));
  });
}
// #endregion hello

void gcd_on_ranks(const Arguments&) {
  run_rank([](const Communicator& ranks) {
    ranks.barrier();  // begin together
    const double begin = MPI_Wtime();
    double computed = 0;
    // #region gcd
    const std::vector<long> divisors =
        map_on_ranks<long>(ranks, gcd_pairs(), [&](const auto& pair) {
          const long divisor = slow_gcd(pair);
          computed = MPI_Wtime() - begin;
          return divisor;
        });
    // #endregion gcd
    const double all = MPI_Wtime() - begin;
    const std::vector<double> until =
        gather<double>(ranks, std::array{computed});
    if (ranks.rank() != 0) return;
    for (std::size_t i = 0; i < divisors.size(); ++i) {
      const auto [a, b] = gcd_pairs()[i];
      say(fmt::format("gcd({}, {}) = {}\n", a, b, divisors[i]));
    }
    Timeline timeline("A map over ranks");
    for (std::size_t rank = 0; rank < until.size(); ++rank) {
      const std::string lane = fmt::format("rank {}", rank);
      if (until[rank] > 0)
        timeline.add(lane, Timeline::Kind::run, 0, until[rank], "gcd");
      timeline.add(lane, Timeline::Kind::wait, until[rank], all, "gather");
    }
    const double alone_begin = MPI_Wtime();
    std::vector<long> expected;
    for (const auto& pair : gcd_pairs()) expected.push_back(slow_gcd(pair));
    const double alone = MPI_Wtime() - alone_begin;
    if (divisors != expected) throw std::runtime_error("ranks cannot divide");
    say(fmt::format("{} ranks: {} ms; one alone: {} ms\n", ranks.size(),
                    figure("ranks", fmt::format("{:.1f}", all * 1e3)),
                    figure("alone", fmt::format("{:.1f}", alone * 1e3))));
    timeline.show();
  });
}

void ring_on_ranks(const Arguments& arguments) {
  run_rank([&](const Communicator& ranks) {
    const auto bytes = static_cast<std::size_t>(
        to_number(arguments.at(1), "bytes", 1, 100'000'000));
    std::vector<char> mine(bytes, static_cast<char>('0' + ranks.rank()));
    std::vector<char> received(bytes);
    ranks.barrier();
    say("begins\n");
    pass_around(ranks, arguments.at(0), mine, received);
    say("has received\n");
  });
}

void life_on_ranks(const Arguments& arguments) {
  run_rank([&](const Communicator& ranks) {
    const bool first = ranks.rank() == 0;
    const LifeOptions options =
        parse_life_options(first ? arguments : without_grid(arguments));
    // #region life
    std::optional<Grid> start;
    if (first) start = options.grid;
    LifeOnRanks life(ranks, start);
    ColumnPrinter columns;
    for (int i = 0; i < options.generations; ++i) {
      if (options.print_all) {
        if (const auto grid = life.grid()) columns.add(*grid);
      }
      life.step();
    }
    const std::optional<Grid> last = life.grid();
    // #endregion life
    if (!first) return;
    if (!options.print_all) return say(last->text());
    columns.add(*last);
    say(columns.text());
    if (!arguments.empty()) return;
    Grid expected = options.grid;
    for (int i = 0; i < options.generations; ++i) expected = simulate(expected);
    for (int rank = 0; rank < ranks.size(); ++rank) {
      const Rows rows = rows_of(rank, ranks.size(), expected.size().height);
      say(fmt::format("rank {} owns {} rows from row {} on\n", rank, rows.count,
                      rows.first));
    }
    say(fmt::format("chapter 6's simulate makes the same grid: {}\n",
                    *last == expected ? "yes" : "NO"));
  });
}

void scaling_on_ranks(const Arguments& arguments) {
  run_rank([&](const Communicator& ranks) {
    const int height =
        static_cast<int>(to_number(arguments.at(0), "rows", 1, 100'000));
    const int width =
        static_cast<int>(to_number(arguments.at(1), "columns", 1, 100'000));
    const double strong = seconds_a_generation(ranks, {height, width});
    const double weak =
        seconds_a_generation(ranks, {height * ranks.size(), width});
    if (ranks.rank() == 0) say(fmt::format("{} {}\n", strong, weak));
  });
}

}  // namespace workbook

#endif
