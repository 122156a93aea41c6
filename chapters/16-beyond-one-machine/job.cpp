#include "16-beyond-one-machine/job.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "workbook/processes.hpp"
#include "workbook/sanitized.hpp"

namespace workbook {
namespace {

constexpr int most_ranks = 100'000;

// Where a program is in the PATH; empty when it is not.
std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string program = folder + "/" + name;
    if (::access(program.c_str(), X_OK) == 0) return program;
  }
  return "";
}

// The lines of mpirun between two lines of dashes are a notice of its own.
struct Said {
  std::vector<std::string> notices;
  std::vector<std::string> others;
};
Said split(const std::string& errors) {
  Said said;
  bool notice = false;
  std::istringstream lines(errors);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("-----")) {
      notice = !notice;
    } else if (!line.empty()) {
      (notice ? said.notices : said.others).push_back(line);
    }
  }
  return said;
}

bool is_of_a_rank(const std::string& line) {
  const auto colon = line.find(": ");
  return line.starts_with("rank ") && colon != std::string::npos &&
         line.find_first_not_of("0123456789", 5) == colon;
}

}  // namespace

Job take_job(Arguments& arguments, int ranks) {
  Job job;
  std::optional<std::string> count;
  for (auto at = arguments.begin(); at != arguments.end();) {
    if (*at != "--ranks" && *at != "--hosts") {
      ++at;
      continue;
    }
    if (at + 1 == arguments.end())
      throw UsageError(fmt::format("{} needs a value", *at));
    if (*at == "--ranks") count = *(at + 1);
    if (*at == "--hosts") job.hosts = *(at + 1);
    at = arguments.erase(at, at + 2);
  }
  const int slots = job.hosts ? slots_in(*job.hosts) : 0;
  const int most = job.hosts ? slots : most_ranks_here;
  job.ranks = job.hosts ? slots : ranks;
  if (count)
    job.ranks = static_cast<int>(to_number(*count, "--ranks", 1, most));
  return job;
}

int slots_in(const std::filesystem::path& hosts) {
  std::ifstream file(hosts);
  if (!file || std::filesystem::is_directory(hosts))
    throw UsageError(
        fmt::format("cannot read the hosts in {}", hosts.string()));
  long slots = 0;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string name;
    std::string slot_word;
    std::string more;
    if (!(words >> name)) continue;
    words >> slot_word >> more;
    const std::string where = fmt::format("{}:{}", hosts.string(), number);
    if (name.find('=') != std::string::npos || !more.empty() ||
        (!slot_word.empty() && !slot_word.starts_with("slots=")))
      throw UsageError(fmt::format(
          "{}: a line is like `node1 slots=4`, not `{}`", where, line));
    slots += slot_word.empty() ? 1
                               : to_number(slot_word.substr(6),
                                           where + ": slots", 1, most_ranks);
  }
  if (slots == 0)
    throw UsageError(fmt::format("{} names no host", hosts.string()));
  return static_cast<int>(std::min<long>(slots, most_ranks));
}

JobFolder::JobFolder()
    : TemporaryDirectory(std::filesystem::is_directory("/dev/shm")
                             ? "/dev/shm"  // in memory
                             : std::filesystem::temp_directory_path()) {}

// #region mpirun-command
Argv mpirun_command(const Job& job, const JobFolder& folder,
                    const Argv& program) {
  std::string mpirun = find_program("mpirun.openmpi");
  if (mpirun.empty()) mpirun = find_program("mpirun");
  if (mpirun.empty())
    throw std::runtime_error(
        "mpirun is missing; on Debian or Ubuntu: apt-get install openmpi-bin");
  Argv command = {mpirun, "-n", std::to_string(job.ranks)};
  if (job.hosts) {
    command.insert(command.end(), {"--hostfile", job.hosts->string()});
  } else {
    // More ranks than cores are welcome, and memory is the only way there.
    command.insert(command.end(), {"--oversubscribe", "--bind-to", "none"});
    for (const auto& [name, value] : std::map<std::string, std::string>{
             {"plm", "isolated"},
             {"pml", "ob1"},
             {"btl", "self,vader"},
             {"btl_vader_single_copy_mechanism", "none"},
             {"btl_vader_backing_directory", folder.path()},
             {"orte_tmpdir_base", folder.path()},
             {"mpi_yield_when_idle", "1"},
             {"opal_signal", ""}})  // no stack trace of its own at a crash
      command.insert(command.end(), {"--mca", name, value});
  }
  if (const std::string setpriv = find_program("setpriv"); !setpriv.empty())
    command.insert(command.begin(), {setpriv, "--pdeathsig", "TERM"});
  command.insert(command.end(), program.begin(), program.end());
  return command;
}
// #endregion mpirun-command

std::map<std::string, std::string> mpirun_environment() {
  std::map<std::string, std::string> environment;
  if (::geteuid() == 0) {
    // It refuses to run as root, which in a container is all there is.
    environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
    environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
  }
  if constexpr (sanitized) {
    // MPI does not free all of what it has at its end, and its own threads and
    // locks are not instrumented.
    environment["ASAN_OPTIONS"] = "detect_leaks=0";
    environment["TSAN_OPTIONS"] = "ignore_noninstrumented_modules=1";
  }
  return environment;
}

Argv this_program(const std::string& section, const Arguments& arguments) {
  Argv program = {std::filesystem::read_symlink("/proc/self/exe"), section};
  program.insert(program.end(), arguments.begin(), arguments.end());
  return program;
}

Output wait_for_job(Subprocess& mpirun) {
  constexpr std::chrono::milliseconds between_looks{100};
  constexpr int enough_looks = 50;
  const auto watch = [&](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    bool had_ranks = false;
    for (int without = 0; without < enough_looks;) {
      if (stopped.wait_for(lock, stop, between_looks, [] { return false; }) ||
          stop.stop_requested())
        return;
      const bool has_ranks = !descendants_of(mpirun.pid()).empty();
      had_ranks = had_ranks || has_ranks;
      without = had_ranks && !has_ranks ? without + 1 : 0;
    }
    // Its pidfd names no other process, even if it has ended by now.
    ::syscall(SYS_pidfd_send_signal, mpirun.ended().get(), SIGKILL, nullptr, 0);
  };
  const std::jthread watcher(watch);
  return mpirun.communicate();
}

// #region run-ranks
std::string run_ranks(const Job& job, const Argv& program, bool captured) {
  std::fflush(stdout);
  const JobFolder folder;
  Subprocess mpirun(mpirun_command(job, folder, program),
                    {.in = Stream::null(),
                     .out = captured ? Stream::pipe() : Stream::inherit(),
                     .err = Stream::pipe(),
                     .environment = mpirun_environment()});
  const Output output = wait_for_job(mpirun);
  if (!output.status.success())
    throw std::runtime_error(reason_of(output.status, output.err));
  fmt::print(stderr, "{}", output.err);
  return output.out;
}
// #endregion run-ranks

std::string reason_of(const ExitStatus& status, const std::string& errors) {
  const Said said = split(errors);
  if (const auto line = std::ranges::find_if(said.others, is_of_a_rank);
      line != said.others.end())
    return *line;
  for (const std::string& line : said.notices) {
    // mpirun noticed that process rank 1 with PID 0 on node n exited on signal
    // 9 (Killed).
    const auto rank = line.find("process rank ");
    const auto signal = line.find("exited on signal ");
    if (rank == std::string::npos || signal == std::string::npos) continue;
    const auto begin = rank + std::string("process ").size();
    const auto end = line.find(' ', begin + std::string("rank ").size());
    std::string cause = line.substr(signal + std::string("exited on ").size());
    if (cause.ends_with('.')) cause.pop_back();
    return fmt::format("{} was ended by {}", line.substr(begin, end - begin),
                       cause);
  }
  if (status.code > 128)  // as shells say it, and mpirun
    return "a rank was ended by " + ExitStatus{0, status.code - 128}.text();
  const bool ranks_began = std::ranges::any_of(
      said.notices, [](auto& line) { return line.starts_with("Primary job"); });
  if (ranks_began) return "a rank ended with " + status.text();
  // Something before the ranks began: the machine's words, else mpirun's.
  for (const auto* lines : {&said.others, &said.notices})
    if (!lines->empty()) return "mpirun: " + lines->front();
  return "mpirun ended with " + status.text();
}

}  // namespace workbook
