#pragma once

// For tests: a test case whose body runs on ranks.
//
//   TEST_CASE("a rank knows its number") {
//     on_ranks(3, [](const Communicator& ranks) {
//       CHECK(ranks.rank() < 3);
//     });
//   }

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

#include "01-subprocess/subprocess.hpp"
#include "16-beyond-one-machine/job.hpp"
#include "16-beyond-one-machine/session.hpp"

namespace workbook {

// Seconds for all ranks of a test together: one that waits for a message does
// not sleep. Longer only where somebody said so.
inline const int cpu_limit = ::setenv("WORKBOOK_CPU_LIMIT", "40", 0);

// This executable again, for one of its test cases. It needs no supervisor of
// its own: it is watched together with this one.
inline Argv this_test(const std::string& test_case) {
  ::setenv("WORKBOOK_SUPERVISED", "1", 1);
  return {std::filesystem::read_symlink("/proc/self/exe"),
          "--test-case=" + test_case, "--no-skip", "--minimal", "--no-colors"};
}

// What `--tag-output` makes of the lines of each rank: `[1,0]<stdout>:line`.
inline std::map<int, std::string> lines_of_ranks(const std::string& tagged) {
  std::map<int, std::string> texts;
  std::istringstream lines(tagged);
  for (std::string line; std::getline(lines, line);) {
    const auto comma = line.find(',');
    const auto end = line.find(">:");
    if (!line.starts_with("[") || comma == std::string::npos ||
        end == std::string::npos)
      continue;
    texts[std::atoi(line.c_str() + comma + 1)] += line.substr(end + 2) + "\n";
  }
  return texts;
}

// Runs a test case of this executable in `count` ranks.
inline Output run_case(int count, const std::string& test_case) {
  const JobFolder folder;  // for the board of watched_mpi.hpp, too
  const std::filesystem::path board = folder.path() / "board";
  std::ofstream(board) << std::string(64 * 1024, '\0');
  Argv command = mpirun_command({count, {}}, folder, this_test(test_case));
  command.insert(std::ranges::find(command, "-n"), "--tag-output");
  auto environment = mpirun_environment();
  environment["WORKBOOK_BOARD"] = board;
  Subprocess mpirun(command, {.in = Stream::null(),
                              .out = Stream::pipe(),
                              .err = Stream::pipe(),
                              .environment = environment});
  return wait_for_job(mpirun);
}

// What a rank said on standard error before it ended all others.
inline std::string last_words(const Output& output) {
  for (const auto& [rank, lines] : lines_of_ranks(output.err)) {
    if (const auto at = lines.find(fmt::format("rank {}: ", rank));
        at != std::string::npos)
      return lines.substr(at);
  }
  return reason_of(output.status, output.err);
}

// What doctest printed of a failed check, without its banner: that names the
// test case once more.
inline std::string without_banner(const std::string& text) {
  const std::string line = "\n" + std::string(79, '=') + "\n";
  const std::string banner = ("\n" + text).substr(0, line.size());
  const auto name = text.find("TEST CASE:");
  const auto begin = text.find("\n\n", name);
  if (banner != line || begin == std::string::npos) return text;
  const std::string rest = text.substr(begin + 2);
  const std::string checks = rest.substr(0, rest.find(line));
  return checks.substr(0, checks.find_last_not_of('\n') + 1);
}

inline bool has_failed = false;  // a job of this process

// Runs `body(ranks)` in `count` processes. It fails when a check fails in any
// of them, and shows the checks of the first rank that has a failed one.
template <typename Body>
void on_ranks(int count, const Body& body) {
  if (is_rank()) {
    ::signal(SIGTERM, SIG_DFL);  // how a job ends, and no failure of this rank
    run_rank([&](const Communicator& ranks) {
      try {
        body(ranks);
      } catch (...) {
        std::cout.flush();
        throw;
      }
    });
    return;
  }
  const auto* test = doctest::getContextOptions()->currentTest;
  // One report is enough: what fails in one job may hang in the next.
  if (has_failed) FAIL("not run, for a test before it has failed");
  const Output output = run_case(count, test->m_name);
  if (output.status.success()) return;
  has_failed = true;
  std::string text = last_words(output);
  for (auto at = text.find("; "); at != std::string::npos;
       at = text.find("; ", at))
    text.replace(at, 2, "\n  ");
  for (const auto& [rank, lines] : lines_of_ranks(output.out)) {
    if (lines.find("ERROR:") == std::string::npos) continue;
    text = fmt::format("rank {} of {} says\n{}", rank, count,
                       without_banner(lines));
    break;
  }
  ADD_FAIL_AT(test->m_file.c_str(), static_cast<int>(test->m_line), text);
}

}  // namespace workbook
