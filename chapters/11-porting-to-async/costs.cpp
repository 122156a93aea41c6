#include "11-porting-to-async/costs.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "11-porting-to-async/async_server.hpp"
#include "11-porting-to-async/games.hpp"
#include "11-porting-to-async/load_client.hpp"
#include "11-porting-to-async/threaded_server.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

// Bytes of memory that this process really has.
double resident() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0;
  statm >> pages >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

// In seconds, of this process: server and clients.
struct CpuTime {
  double user;
  double system;
};

CpuTime cpu_time() {
  rusage usage = {};
  check_errno(::getrusage(RUSAGE_SELF, &usage), "getrusage");
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) * 1e-6;
  };
  return {seconds(usage.ru_utime), seconds(usage.ru_stime)};
}

template <typename Server>
void measure(const std::string& name, std::size_t clients) {
  const Server server({});
  ::malloc_trim(0);  // or what was freed before would be used again, unseen
  const double before = resident();
  std::vector<UniqueFd> waiting = hold_sessions(server.port(), clients);
  const double bytes = (resident() - before) / static_cast<double>(clients);
  waiting.clear();

  const CpuTime start = cpu_time();
  const Served served =
      play_many(server.port(), {.clients = clients, .sessions_each = 4});
  const CpuTime end = cpu_time();
  const double system = end.system - start.system;
  const double all = system + end.user - start.user;
  const auto rate = [&](std::size_t count) {
    return fmt::format("{:.0f}", static_cast<double>(count) / served.seconds);
  };
  fmt::print(
      "{:<10} {:>12} {:>11} {:>18} {:>15}\n", name,
      figure(name + "-sessions", rate(served.sessions)),
      figure(name + "-guesses", rate(served.guesses)),
      figure(name + "-system", fmt::format("{:.0f} %", 100 * system / all)),
      figure(name + "-memory", fmt::format("{:.1f} KiB", bytes / 1024)));
}

// #region two-pieces
struct Habit {
  int writes;  // a turn
  bool nagle;  // whether the system may hold a small piece back
};

// Plays some turns of a game that it never lets the server win; returns the
// seconds a turn.
double seconds_a_turn(std::uint16_t port, Habit habit, Timeline& timeline) {
  constexpr int turns = 8;
  UniqueFd socket = connect_to({"127.0.0.1", port});
  const int fd = socket.get();
  Connection server(std::move(socket), patience);
  const int no_delay = habit.nagle ? 0 : 1;
  check_errno(
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay),
      "setsockopt");
  server.send("PARAMS 1 1000000\nNUMBER\n");
  server.receive();

  std::vector<double> times = {timeline.now()};
  for (int turn = 0; turn < turns; ++turn) {
    if (habit.writes == 1) {
      server.send("REPORT Unsure\nNUMBER\n");
    } else {
      server.send("REPORT Unsure\n");
      server.send("NUMBER\n");
    }
    server.receive();
    times.push_back(timeline.now());
  }
  const double seconds = times.back() - times.front();
  const std::string_view how = habit.writes == 1 ? "1 write"
                               : habit.nagle     ? "2 writes"
                                                 : "2, Nagle off";
  const std::string lane = fmt::format("{}: {:.1f} ms", how, seconds * 1e3);
  for (std::size_t turn = 1; turn < times.size(); ++turn) {
    timeline.add(lane, Timeline::Kind::wait, times[turn - 1], times[turn],
                 std::to_string(turn));
  }
  return seconds / turns;
}
// #endregion two-pieces

}  // namespace

void load(const Arguments& arguments) {
  const auto clients = static_cast<std::size_t>(
      arguments.empty() ? 500 : to_number(arguments[0], "clients", 1, 10'000));
  if (allow_many_files() < clients * 2 + 50)
    throw UsageError(fmt::format(
        "{} clients and their sessions need more files than this process may "
        "open; ulimit -n says how many",
        clients));
  fmt::print("{} clients at once\n\n",
             figure("clients", std::to_string(clients)));
  fmt::print("{:<10} {:>12} {:>11} {:>18} {:>15}\n", "", "sessions/s",
             "guesses/s", "CPU in the system", "memory each");
  measure<ThreadedServer>("threaded", clients);
  measure<AsyncServer>("async", clients);
}

void nagle(const Arguments&) {
  const AsyncServer server({});
  Timeline timeline("Eight turns, each sent in two pieces or in one");
  fmt::print("writes a turn   Nagle        ms a turn\n");
  for (const Habit habit : {Habit{2, true}, Habit{1, true}, Habit{2, false}}) {
    const double seconds = seconds_a_turn(server.port(), habit, timeline);
    const std::string name =
        std::to_string(habit.writes) + (habit.nagle ? "-nagle" : "-no-delay");
    fmt::print("{:>13}   {:<7} {:>14}\n", habit.writes,
               habit.nagle ? "on" : "off",
               figure(name, fmt::format("{:.2f}", seconds * 1e3)));
  }
  timeline.show();
}

}  // namespace workbook
