#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "16-beyond-one-machine/ranks_in_test.hpp"
#include "16-beyond-one-machine/watched_mpi.hpp"
#include "gather_lines.hpp"

namespace {

using Lines = std::vector<std::string>;

// A line as a report shows it.
std::string shown(const std::string& line) {
  constexpr std::size_t most = 40;
  if (line.size() <= most) return "\"" + line + "\"";
  return fmt::format("\"{}...\" ({} characters)", line.substr(0, 4),
                     line.size());
}

std::string shown(const Lines& lines) {
  constexpr std::size_t most = 8;
  std::string text;
  for (std::size_t i = 0; i < lines.size() && i < most; ++i)
    text += (i == 0 ? "" : ", ") + shown(lines[i]);
  return text + (lines.size() > most ? "..." : "");
}

// Checks what comes of the lines of rank 0, rank 1...
void check_gathered(const Communicator& ranks, const std::vector<Lines>& parts,
                    const std::string& what) {
  Lines expected;
  for (const Lines& part : parts)
    expected.insert(expected.end(), part.begin(), part.end());
  workbook::watched::bytes_received() = 0;
  const Lines lines =
      gather_lines(ranks, parts[static_cast<std::size_t>(ranks.rank())]);
  workbook::watched::check_requests();
  if (ranks.rank() != 0) {
    INFO("rank ", ranks.rank(), " has ", lines.size(),
         " lines: ", shown(lines));
    REQUIRE_MESSAGE(lines.empty(), "only rank 0 has the lines");
    constexpr long few_bytes = 1024;
    const long bytes = workbook::watched::bytes_received();
    REQUIRE_MESSAGE(bytes <= few_bytes,
                    "the other ranks do not receive the lines");
    return;
  }
  INFO("rank 0 has ", lines.size(), " lines: ", shown(lines));
  INFO("and not    ", expected.size(), " lines: ", shown(expected));
  const bool same = lines == expected;
  REQUIRE_MESSAGE(same, what);
}

// Rank 1 is late: until rank 0 and rank 2 wait, and nothing is done any more.
void be_late() {
  using workbook::watched::waits_long;
  constexpr int most_looks = 1000;
  for (int look = 0; look < most_looks; ++look) {
    if (waits_long(0) && waits_long(2)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

TEST_CASE("one rank has its own lines") {
  workbook::on_ranks(1, [](const Communicator& ranks) {
    check_gathered(ranks, {{"a", "b"}}, "all lines are there");
    check_gathered(ranks, {{}}, "no lines are no lines");
  });
}

TEST_CASE("rank 1 comes late when the others have long been waiting") {
  workbook::on_ranks(3, [](const Communicator& ranks) {
    ranks.barrier();
    if (ranks.rank() == 1) be_late();
    check_gathered(ranks, {{"a", "b"}, {"late"}, {"c"}},
                   "the lines are in the order of the ranks");
    ranks.barrier();
  });
}

TEST_CASE("several calls in a row and each call has its own lines") {
  workbook::on_ranks(3, [](const Communicator& ranks) {
    ranks.barrier();
    if (ranks.rank() == 1) be_late();
    for (const std::string call : {"first", "second", "third"}) {
      check_gathered(ranks, {{"0: " + call}, {"1: " + call}, {"2: " + call}},
                     "each call has its own lines and no others");
    }
    ranks.barrier();
  });
}

TEST_CASE("parts may differ in size and a line may be any text") {
  workbook::on_ranks(3, [](const Communicator& ranks) {
    const std::string large(20'000, 'x');
    check_gathered(ranks, {{"one"}, {large, large}, {}}, "a large part");
    check_gathered(ranks, {{}, {}, {}}, "no lines are no lines");
    check_gathered(ranks, {{}, {"a"}, {}}, "all lines are there");
    check_gathered(ranks, {{""}, {"", ""}, {"a", ""}},
                   "an empty line is a line");
    const std::string huge(1'000'000, 'x');
    check_gathered(ranks, {{"one"}, {huge}, {"two"}}, "a line of any length");
    const Lines many(20'000, "a line");
    check_gathered(ranks, {{"one"}, {"two"}, many}, "any number of lines");
    check_gathered(ranks, {{"two words"}, {"a  b", " ", "c "}, {" d"}},
                   "a line may have blanks in it");
    check_gathered(ranks,
                   {{"a\tb"},
                    {"a;b", "a,b", "a|b", "\r", "\x1e", "\x1f", "\xff"},
                    {std::string("nul\0in", 6), std::string(1, '\0')}},
                   "a line may have any character in it but a newline");
    check_gathered(ranks, {{"END"}, {"end", "EOF", "."}, {"\x04", "0", "-1"}},
                   "a line may be any text");
  });
}
