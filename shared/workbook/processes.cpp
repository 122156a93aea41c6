#include "workbook/processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>

#include "workbook/unique_fd.hpp"

namespace workbook {
namespace {

// The contents of a file of /proc; what could be read when its process ended in
// the meantime (ESRCH, which a stream would turn into an exception).
std::string contents_of(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; file && (count = ::read(file.get(), buffer.data(),
                                                  buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

// The numbered entries of a folder of /proc: processes or threads.
std::vector<pid_t> ids_in(const std::string& folder) {
  std::vector<pid_t> ids;
  std::error_code gone;
  for (auto entry = std::filesystem::directory_iterator(folder, gone);
       entry != std::filesystem::directory_iterator(); entry.increment(gone)) {
    const std::string name = entry->path().filename();
    pid_t id = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), id);
    if (error == std::errc() && end == name.data() + name.size())
      ids.push_back(id);
    if (gone) break;
  }
  return ids;
}

struct Stat {
  pid_t parent = 0;
  char state = '?';
  double cpu_seconds = 0;
};

std::optional<Stat> stat_of(pid_t process) {
  const std::string text = contents_of(fmt::format("/proc/{}/stat", process));
  const std::size_t name_end =
      text.rfind(')');  // the name itself may hold blanks and parentheses
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(name_end + 1));
  Stat stat;
  fields >> stat.state >> stat.parent;
  std::string skipped;
  for (int field = 5; field < 14; ++field) fields >> skipped;
  double total_ticks = 0;
  for (int field = 14; field < 18; ++field) {  // utime, stime, cutime, cstime
    double ticks = 0;
    fields >> ticks;
    total_ticks += ticks;
  }
  stat.cpu_seconds = total_ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
  return stat;
}

std::vector<Thread> threads_of(pid_t process) {
  std::vector<Thread> threads;
  const std::string folder = fmt::format("/proc/{}/task", process);
  for (const pid_t id : ids_in(folder)) {
    Thread thread{id, false, 0};
    std::istringstream status(
        contents_of(fmt::format("{}/{}/status", folder, id)));
    std::string key;
    while (status >> key) {
      if (key == "State:") {
        char state = '?';
        status >> state;
        thread.runnable = state == 'R' || state == 'D';
      } else if (key == "voluntary_ctxt_switches:" ||
                 key == "nonvoluntary_ctxt_switches:") {
        unsigned long long count = 0;
        status >> count;
        thread.switches += count;
      }
      status.ignore(4096, '\n');
    }
    threads.push_back(thread);
  }
  return threads;
}

std::string target_of(pid_t process, unsigned long fd) {
  std::error_code none;
  return std::filesystem::read_symlink(
             fmt::format("/proc/{}/fd/{}", process, fd), none)
      .string();
}

// Whether the descriptor is open for reading or for writing only.
bool writes_only(pid_t process, unsigned long fd) {
  std::istringstream info(
      contents_of(fmt::format("/proc/{}/fdinfo/{}", process, fd)));
  for (std::string key; info >> key; info.ignore(4096, '\n')) {
    unsigned long flags = 0;
    if (key == "flags:" && info >> std::oct >> flags) {
      return (flags & O_ACCMODE) == O_WRONLY;
    }
  }
  return false;
}

// ", whose other end is descriptor 5 of process 4242", for each that has it
std::string other_ends(const std::string& pipe, bool writes,
                       const std::vector<Process>& others) {
  std::string ends;
  for (const Process& other : others) {
    for (const pid_t fd : ids_in(fmt::format("/proc/{}/fd", other.id))) {
      const auto number = static_cast<unsigned long>(fd);
      if (target_of(other.id, number) != pipe) continue;
      if (writes_only(other.id, number) == writes) continue;
      ends += fmt::format("{} descriptor {} of process {}",
                          ends.empty() ? ";\n      its other end is" : " and",
                          fd, other.id);
    }
  }
  return ends.empty() ? "; nobody here has its other end" : ends;
}

// "its standard output, a pipe; its other end is descriptor 5 of process 4242"
std::string name_of_descriptor(pid_t process, unsigned long fd, bool writes,
                               const std::vector<Process>& others) {
  static constexpr std::array standard = {
      "its standard input", "its standard output", "its standard error"};
  const std::string name =
      fd < 3 ? standard[fd] : fmt::format("descriptor {}", fd);
  const std::string target = target_of(process, fd);
  if (target.starts_with("pipe:")) {
    return name + ", a pipe" + other_ends(target, writes, others);
  }
  if (target.starts_with("socket:")) return name + ", a socket";
  return target.empty() ? name : fmt::format("{}, {}", name, target);
}

}  // namespace

std::vector<Process> descendants_of(pid_t ancestor) {
  std::map<pid_t, Stat> stats;
  for (const pid_t id : ids_in("/proc")) {
    if (const auto stat = stat_of(id)) stats.emplace(id, *stat);
  }
  std::vector<Process> found;
  for (const auto& [id, stat] : stats) {
    pid_t above = stat.parent;
    while (above != ancestor && stats.contains(above))
      above = stats.at(above).parent;
    const bool zombie = stat.state == 'Z' || stat.state == 'X';
    if (above == ancestor && !zombie)
      found.push_back({id, stat.cpu_seconds, threads_of(id)});
  }
  return found;
}

std::string command_of(pid_t process) {
  constexpr std::size_t longest = 60;
  std::string command = contents_of(fmt::format("/proc/{}/cmdline", process));
  if (!command.empty() && command.back() == '\0') command.pop_back();
  for (char& character : command) {
    if (static_cast<unsigned char>(character) < 0x20) character = ' ';
  }
  if (command.size() > longest)
    command.replace(longest - 3, std::string::npos, "...");
  return command;
}

std::string activity_of(pid_t process, pid_t thread,
                        const std::vector<Process>& others) {
  std::istringstream fields(
      contents_of(fmt::format("/proc/{}/task/{}/syscall", process, thread)));
  std::string call;
  std::string argument;
  fields >> call >> argument;
  if (call == "running") return "runs";
  long number = -1;
  std::from_chars(call.data(), call.data() + call.size(), number);
  const unsigned long first = std::strtoul(argument.c_str(), nullptr, 16);
  switch (number) {
    case SYS_read:
    case SYS_readv:
      return "waits to read from " +
             name_of_descriptor(process, first, false, others);
    case SYS_write:
    case SYS_writev:
      return "waits to write to " +
             name_of_descriptor(process, first, true, others);
    case SYS_recvfrom:
    case SYS_recvmsg:
      return "waits to receive from " +
             name_of_descriptor(process, first, false, others);
    case SYS_sendto:
    case SYS_sendmsg:
      return "waits to send to " +
             name_of_descriptor(process, first, true, others);
    case SYS_accept:
    case SYS_accept4:
      return "waits for somebody to connect";
    case SYS_connect:
      return "waits for a connection";
    case SYS_wait4:
    case SYS_waitid:
      return "waits for a child process to end";
    case SYS_openat:
      return "waits to open a file (a FIFO that nobody else opened?)";
    case SYS_futex:
      return "waits for a lock, a condition or a thread";
    case SYS_clock_nanosleep:
      return "sleeps";
    case SYS_ppoll:
    case SYS_pselect6:
    case SYS_epoll_pwait:
#ifdef SYS_poll  // newer architectures have only the calls above
    case SYS_poll:
    case SYS_select:
    case SYS_epoll_wait:
#endif
      return "waits in poll for a file descriptor";
    default:
      return number < 0 ? "waits"
                        : fmt::format("waits in system call {}", number);
  }
}

}  // namespace workbook
