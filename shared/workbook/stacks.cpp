#include "workbook/stacks.hpp"

#include <execinfo.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr int most_frames = 64;

int stack_fd = -1;  // set once, before there are threads

// Runs on the thread in question. Only write(2), formatting by hand and
// backtrace(), which report_stacks_to() called once so that it loads nothing
// here.
void report_stack(int) {
  const int saved_errno = errno;
  std::array<void*, most_frames> frames{};
  const int count = ::backtrace(frames.data(), most_frames);
  std::array<char, 2048> line{};
  std::size_t length = 0;
  const auto put = [&](unsigned long number) {
    for (int shift = 60; shift >= 0; shift -= 4)
      line[length++] = "0123456789abcdef"[(number >> shift) & 15];
    line[length++] = ' ';
  };
  line[length++] = 's';
  line[length++] = ' ';
  put(static_cast<unsigned long>(::syscall(SYS_gettid)));
  for (int i = 0; i < count; ++i)
    put(reinterpret_cast<unsigned long>(frames[static_cast<std::size_t>(i)]));
  line[length++] = '\n';
  [[maybe_unused]] const auto written =
      ::write(stack_fd, line.data(), length);  // atomic: < PIPE_BUF
  errno = saved_errno;
}

// Where the program of `process` was loaded: what to subtract from an address
// before asking addr2line.
unsigned long load_address(pid_t process) {
  const std::string exe = fmt::format("/proc/{}/exe", process);
  std::ifstream image(exe, std::ios::binary);
  image.seekg(16);
  if (image.get() == 2) return 0;  // ET_EXEC: linked to a fixed address
  std::error_code none;
  const std::string path = std::filesystem::read_symlink(exe, none).string();
  std::ifstream maps(fmt::format("/proc/{}/maps", process));
  for (std::string line; std::getline(maps, line);) {
    if (line.ends_with(path)) return std::strtoul(line.c_str(), nullptr, 16);
  }
  return 0;
}

}  // namespace

int stack_signal() { return SIGRTMIN + 8; }

void report_stacks_to(int fd) {
  stack_fd = fd;
  std::array<void*, 1> preload{};
  ::backtrace(preload.data(), 1);
  struct sigaction action {};
  action.sa_handler = report_stack;
  action.sa_flags = SA_RESTART;
  check_errno(::sigaction(stack_signal(), &action, nullptr), "sigaction");
}

std::pair<pid_t, Stack> parse_stack(const std::string& text) {
  std::istringstream numbers(text);
  unsigned long thread = 0;
  numbers >> std::hex >> thread;
  Stack stack;
  for (unsigned long address = 0; numbers >> address;) stack.push_back(address);
  return {static_cast<pid_t>(thread), stack};
}

std::vector<std::string> own_frames(pid_t process, const Stack& stack) {
  const unsigned long base = load_address(process);
  std::string command = fmt::format("addr2line -Cfi -e /proc/{}/exe", process);
  for (const unsigned long address : stack) {
    if (address > base)
      command += fmt::format(
          " {:x}", address - base - 1);  // -1: the call, not what follows
  }
  command += " 2>/dev/null";
  std::string text;
  if (FILE* lines = ::popen(command.c_str(), "r"); lines != nullptr) {
    std::array<char, 4096> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), lines) != nullptr)
      text += buffer.data();
    ::pclose(lines);
  }
  const std::string source = std::string(WORKBOOK_SOURCE_DIR) + "/";
  std::vector<std::string> frames;
  std::istringstream in(text);
  for (std::string function, place;
       std::getline(in, function) && std::getline(in, place);) {
    const bool ours = place.find("/stacks.cpp:") != std::string::npos ||
                      place.find("/test_main.cpp:") != std::string::npos;
    if (!place.starts_with(source) || ours) continue;
    place = place.substr(source.size());
    place = place.substr(0, place.find(" (discriminator"));
    for (const std::string_view noise :
         {"(anonymous namespace)::", "workbook::", "[abi:cxx11]"}) {
      if (const auto at = function.find(noise); at != std::string::npos)
        function.erase(at, noise.size());
    }
    if (function.starts_with("DOCTEST_ANON_FUNC")) function = "the test case";
    if (const auto parameters = function.find('(');
        parameters != std::string::npos) {
      function = function.substr(0, parameters) + "()";
    }
    frames.push_back(fmt::format("{} at {}", function, place));
  }
  return frames;
}

}  // namespace workbook
