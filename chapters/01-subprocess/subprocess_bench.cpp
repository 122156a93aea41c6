// What starting a child and talking to it costs, beside the bare system calls.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "01-subprocess/run.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace {

using workbook::check_errno;
using workbook::UniqueFd;

std::array program = std::to_array("true");
std::array<char*, 2> bare_argv = {program.data(), nullptr};

void with_run() { workbook::run({"true"}); }

void with_posix_spawn() {
  pid_t child = 0;
  ::posix_spawnp(&child, "true", nullptr, nullptr, bare_argv.data(), environ);
  ::waitpid(child, nullptr, 0);
}

void with_fork() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::execvp("true", bare_argv.data());
    ::_exit(127);
  }
  ::waitpid(child, nullptr, 0);
}

// Starts `true` from a parent that holds this many MiB.
void spawn_and_wait(benchmark::State& state, void (*start)()) {
  const std::vector<char> memory(
      static_cast<std::size_t>(state.range(0)) * 1024 * 1024, 1);
  benchmark::DoNotOptimize(memory.data());
  for (auto _ : state) start();
}

BENCHMARK_CAPTURE(spawn_and_wait, posix_spawn, with_posix_spawn)
    ->Arg(0)
    ->Arg(1024)
    ->UseRealTime();
BENCHMARK_CAPTURE(spawn_and_wait, run, with_run)
    ->Arg(0)
    ->Arg(1024)
    ->UseRealTime();
BENCHMARK_CAPTURE(spawn_and_wait, fork, with_fork)
    ->Arg(0)
    ->Arg(1024)
    ->UseRealTime();

// Made when first used: the parent of the benchmarks above is to be small.
const std::string& data() {
  static const std::string bytes(64 * 1024 * 1024, 'x');
  return bytes;
}

std::string through_communicate() {
  return workbook::run({"cat"}, {.input = data()}).out;
}

// The loop as one writes it by hand: poll both pipes, move 64 KiB at most.
std::string through_bare_poll() {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  check_errno(::pipe2(in.data(), O_CLOEXEC), "pipe");
  check_errno(::pipe2(out.data(), O_CLOEXEC), "pipe");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::array cat = std::to_array("cat");
  std::array<char*, 2> argv = {cat.data(), nullptr};
  pid_t child = 0;
  ::posix_spawnp(&child, "cat", &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  UniqueFd writer(in[1]);
  const UniqueFd reader(out[0]);
  ::fcntl(writer.get(), F_SETFL, O_NONBLOCK);

  std::string received;
  std::size_t sent = 0;
  std::array<char, 64 * 1024> buffer;
  for (;;) {
    std::array<pollfd, 2> ready = {
        {{writer ? writer.get() : -1, POLLOUT, 0}, {reader.get(), POLLIN, 0}}};
    ::poll(ready.data(), ready.size(), -1);
    if (ready[0].revents != 0) {
      const ssize_t count =
          ::write(writer.get(), data().data() + sent, data().size() - sent);
      if (count > 0) sent += static_cast<std::size_t>(count);
      if (sent == data().size()) writer.reset();
    }
    if (ready[1].revents != 0) {
      const ssize_t count = ::read(reader.get(), buffer.data(), buffer.size());
      if (count <= 0) break;
      received.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }
  ::waitpid(child, nullptr, 0);
  return received;
}

// Passes 64 MiB through `cat` and back.
void there_and_back(benchmark::State& state, std::string (*pass)()) {
  for (auto _ : state) {
    if (pass().size() != data().size()) state.SkipWithError("bytes were lost");
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(data().size()));
}

BENCHMARK_CAPTURE(there_and_back, bare_poll_loop, through_bare_poll)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(there_and_back, communicate, through_communicate)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
