#pragma once

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "01-subprocess/exit_status.hpp"
#include "17-capstone/screen.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {

// A program in a terminal of its own, and a person who types and looks. For
// tests. Its destructor kills the program. Source: openpty(3).
class PseudoTerminal {
 public:
  PseudoTerminal(const std::vector<std::string>& argv, unsigned short rows,
                 unsigned short columns,
                 const std::map<std::string, std::string>& environment = {})
      : screen_(rows, columns) {
    std::vector<char*> words;
    for (const std::string& word : argv)
      words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const winsize size{rows, columns, 0, 0};
    int master = -1;
    int slave = -1;
    check_errno(::openpty(&master, &slave, nullptr, nullptr, &size), "openpty");
    master_ = UniqueFd(master);
    UniqueFd program_side(slave);
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    // Before the program runs, so that this is not what the program made of it.
    check_errno(::tcgetattr(master, &before_), "tcgetattr");
    pid_ = check_errno(::fork(), "fork");
    if (pid_ == 0) {
      ::login_tty(program_side.release());
      for (const auto& [name, value] : environment)
        ::setenv(name.c_str(), value.c_str(), 1);
      ::execvp(words[0], words.data());
      ::_exit(127);
    }
  }
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;
  ~PseudoTerminal() {
    if (status_) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  pid_t pid() const { return pid_; }

  void type(const std::string& keys) {
    check_errno(::write(master_.get(), keys.data(), keys.size()), "type");
  }

  void resize(unsigned short rows, unsigned short columns) {
    screen_ = Screen(rows, columns);
    const winsize size{rows, columns, 0, 0};
    check_errno(::ioctl(master_.get(), TIOCSWINSZ, &size), "resize");
  }

  // Whether the screen comes to show `text`. Gives up after a time that is long
  // for any machine.
  bool shows(const std::string& text) {
    return wait([&] { return screen_.text().find(text) != std::string::npos; });
  }
  bool shows_no(const std::string& text) {
    return wait([&] { return screen_.text().find(text) == std::string::npos; });
  }

  // Reads until `condition()` holds.
  template <typename Condition>
  bool wait(Condition condition) {
    const Stopwatch stopwatch;
    while (!condition()) {
      if (stopwatch.seconds() > 60 || !read_some()) return condition();
    }
    return true;
  }

  // Waits for the end of the program and reads what it still writes.
  ExitStatus end() {
    while (read_some()) {
    }
    int status = 0;
    while (::waitpid(pid_, &status, 0) == -1 && errno == EINTR) {
    }
    status_ = ExitStatus::from_wait_status(status);
    return *status_;
  }

  // Whether keys are echoed and lines are edited, as the terminal began.
  bool is_restored() const {
    termios now{};
    check_errno(::tcgetattr(master_.get(), &now), "tcgetattr");
    return now.c_lflag == before_.c_lflag && now.c_iflag == before_.c_iflag &&
           !screen_.alternate() && screen_.cursor_shown();
  }

  const Screen& screen() const { return screen_; }
  const std::string& raw() const { return raw_; }  // all that it wrote

 private:
  // False at the end of what the program writes.
  bool read_some(std::chrono::milliseconds limit = std::chrono::seconds(1)) {
    pollfd ready{master_.get(), POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(limit.count())) == 0) return true;
    std::array<char, 65536> bytes{};
    const ssize_t count = ::read(master_.get(), bytes.data(), bytes.size());
    if (count <= 0) return false;  // EIO: nobody has the other side open
    raw_.append(bytes.data(), static_cast<std::size_t>(count));
    screen_.feed({bytes.data(), static_cast<std::size_t>(count)});
    return true;
  }

  pid_t pid_ = -1;
  UniqueFd master_;
  termios before_{};
  Screen screen_;
  std::string raw_;
  std::optional<ExitStatus> status_;
};

}  // namespace workbook

// For tests: whether `terminal` comes to show the text; what it shows instead.
#define CHECK_SHOWS(wanted) \
  CHECK_MESSAGE(terminal.shows(wanted), "\n" << terminal.screen().text())
#define REQUIRE_SHOWS(wanted) \
  REQUIRE_MESSAGE(terminal.shows(wanted), "\n" << terminal.screen().text())
