#include "17-capstone/terminal.hpp"

#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

// The alternate screen, without a cursor; and back.
constexpr std::string_view enter_codes = "\033[?1049h\033[?25l\033[H\033[J";
constexpr std::string_view leave_codes = "\033[0m\033[?25h\033[?1049l";

// What the terminal was like before; for the handler of a crash too.
termios found;                     // written before `in_use` is set
std::atomic<bool> in_use = false;  // lock-free: a handler may use it
static_assert(std::atomic<bool>::is_always_lock_free);

// Signals that end the process by a fault of its own.
constexpr std::array fatal = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

void write_all_of(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, text.data(), text.size());
    if (count < 0 && errno != EINTR && errno != EAGAIN) return;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Only async-signal-safe calls.
void restore() {
  if (!in_use.exchange(false)) return;  // the first to come restores
  write_all_of(leave_codes);
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &found);
}

void restore_and_die(int signal) {
  restore();
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

// #region terminal
Terminal::Terminal() : color_(has_color()) {
  check_errno(::tcgetattr(STDIN_FILENO, &found), "ask the terminal");
  struct sigaction action {};
  action.sa_handler = restore_and_die;
  for (const int signal : fatal) ::sigaction(signal, &action, nullptr);
  enter();
}

Terminal::~Terminal() {
  leave();
  for (const int signal : fatal) ::signal(signal, SIG_DFL);
}

void Terminal::enter() {
  termios raw = found;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_iflag &= ~static_cast<tcflag_t>(IXON);  // Ctrl-S must not stop us
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  in_use = true;
  check_errno(::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw), "set the terminal");
  write_all_of(enter_codes);
  has_it_ = true;
}

void Terminal::leave() {
  restore();
  has_it_ = false;
}
// #endregion terminal

Size Terminal::size() {
  winsize window{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == -1 || window.ws_row == 0 ||
      window.ws_col == 0)
    return {};
  return {window.ws_row, window.ws_col};
}

void Terminal::show(const Lines& lines) {
  if (!in_use) return;  // we gave it back, or a crash is about to end us
  const Size room = size();
  // Drawn between the two marks of "synchronized output" where the terminal
  // knows them, so that nobody sees half a screen.
  std::string frame = "\033[?2026h\033[H";
  for (std::size_t i = 0; i < room.rows; ++i) {
    if (i < lines.size()) frame += lines[i].shown(room.columns, color_);
    frame += "\033[K";
    if (i + 1 < room.rows) frame += "\r\n";
  }
  write_all_of(frame + "\033[?2026l");
}

bool has_terminal() {
  const char* name = std::getenv("TERM");
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1 &&
         name != nullptr && *name != '\0' && std::string_view(name) != "dumb";
}

bool has_color() {
  const char* none = std::getenv("NO_COLOR");
  const char* name = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0') &&
         name != nullptr && std::string_view(name) != "dumb";
}

}  // namespace workbook
