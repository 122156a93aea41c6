#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "01-subprocess/exit_status.hpp"
#include "01-subprocess/subprocess.hpp"
#include "workbook/sections.hpp"
#include "workbook/temporary_directory.hpp"

namespace workbook {

// How many ranks to start, and where.
struct Job {
  int ranks = 1;
  std::optional<std::filesystem::path> hosts = {};  // none: on this machine
};

constexpr int most_ranks_here = 64;  // all on one machine

// Takes `--ranks N` and `--hosts FILE` out of the arguments. Without --ranks it
// is `ranks` of them or, with hosts, as many as these have slots. Throws
// UsageError.
Job take_job(Arguments& arguments, int ranks);

// How many ranks the machines of a host file take: a name a line, with slots=N
// behind (1 without), and comments that begin with '#'. Throws UsageError that
// names the line.
int slots_in(const std::filesystem::path& hosts);

// Where mpirun and the ranks of this machine keep what they share. They leave
// it behind when a job is aborted, so it has to outlive the job, and no longer.
class JobFolder : public TemporaryDirectory {
 public:
  JobFolder();
};

// The command that starts `program` as ranks, and what its environment needs.
// It ends when this process does. Throws std::runtime_error when there is no
// mpirun.
Argv mpirun_command(const Job& job, const JobFolder& folder,
                    const Argv& program);
std::map<std::string, std::string> mpirun_environment();

// This very program, for a section of it, as the ranks run it.
Argv this_program(const std::string& section, const Arguments& arguments);

// What mpirun said, and how it ended. Open MPI 4.1 sometimes does not end when
// a rank has ended the job: then it is killed, some seconds after its ranks are
// gone.
Output wait_for_job(Subprocess& mpirun);

// Runs a program as ranks and waits for its end. What they print goes where
// this process prints, or is returned if it is `captured`. What is wrong is
// thrown as std::runtime_error, in one line: what a rank said of itself, or
// which signal ended it, or what mpirun says.
std::string run_ranks(const Job& job, const Argv& program,
                      bool captured = false);

// What mpirun said that ended with this status, in one line.
std::string reason_of(const ExitStatus& status, const std::string& errors);

}  // namespace workbook
