// Work on many processes that share no memory, on one machine or on several.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>

#include "06-fan-out/life_options.hpp"
#include "16-beyond-one-machine/job.hpp"
#include "16-beyond-one-machine/scaling.hpp"
#include "16-beyond-one-machine/sections_on_ranks.hpp"
#include "workbook/sections.hpp"

namespace {

using namespace workbook;

constexpr const char* job_arguments = "[--ranks N] [--hosts FILE]";
constexpr const char* life_on_ranks_arguments =
    "[--ranks N] [--hosts FILE] [--pattern FILE.rle] [--size HxW] "
    "[--generations N] [--print final|all]";

void none(const Arguments& arguments) {
  if (!arguments.empty())
    throw UsageError(fmt::format(
        "no option '{}'; there are: --ranks N, --hosts FILE", arguments[0]));
}

void check_life(const Arguments& arguments) {
  if (std::ranges::find(arguments, "--io-ms") != arguments.end())
    throw UsageError("no option '--io-ms': here the cells do no I/O");
  parse_life_options(arguments);
}

#ifdef WORKBOOK_MPI
bool is_rank() { return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr; }
#endif

using Check = std::function<void(const Arguments&)>;
using Start = std::function<void(const Job&, const Arguments&)>;

// A section that runs twice: here, where it looks at what the user typed and
// starts the ranks, and then in each rank.
Section ranks_section(const std::string& name, const char* arguments,
                      const std::string& description, int ranks,
                      const Check& check, [[maybe_unused]] const Check& in_rank,
                      [[maybe_unused]] const Start& start) {
  const auto run = [=](Arguments words) {
#ifdef WORKBOOK_MPI
    if (is_rank()) return in_rank(words);
#endif
    const Job job = take_job(words, ranks);
    check(words);
#ifdef WORKBOOK_MPI
    start(job, words);
#else
    not_here(
        "MPI is missing; on Debian or Ubuntu:\n"
        "  apt-get install openmpi-bin libopenmpi-dev");
#endif
  };
  return {name, arguments, description, run};
}

Start start_ranks(const std::string& section) {
  return [section](const Job& job, const Arguments& arguments) {
    run_ranks(job, this_program(section, arguments));
  };
}

}  // namespace

int main(int argc, char** argv) {
#ifndef WORKBOOK_MPI
  const Check hello_on_ranks, gcd_on_ranks, ring_on_ranks, life_on_ranks,
      scaling_on_ranks;
#endif
  return run_sections(
      argc, argv,
      {ranks_section("hello", job_arguments, "who is there", 4, none,
                     hello_on_ranks, start_ranks("hello")),
       ranks_section("gcd", job_arguments, "a map over ranks", 2, none,
                     gcd_on_ranks, start_ranks("gcd")),
       ranks_section("ring", job_arguments,
                     "a message for each neighbor: what hangs, and when", 4,
                     none, ring_on_ranks,
                     [](const Job& job, const Arguments&) { show_ring(job); }),
       ranks_section("life", life_on_ranks_arguments,
                     "the Game of Life, each rank with rows of it", 3,
                     check_life, life_on_ranks, start_ranks("life")),
       ranks_section("scaling", job_arguments, "what more ranks bring", 4, none,
                     scaling_on_ranks, [](const Job& job, const Arguments&) {
                       show_scaling(job);
                     })});
}
