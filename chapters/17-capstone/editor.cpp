#include "17-capstone/editor.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>

#include "01-subprocess/subprocess.hpp"

namespace workbook {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool in_path(const std::string& program) {
  std::istringstream folders(variable("PATH"));
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

bool has_window(const std::string& command) {
  constexpr std::array windowed = {
      "code",  "codium", "code-insiders", "cursor", "subl",
      "gedit", "kate",   "zed",           "clion",  "gnome-text-editor"};
  const std::string program =
      std::filesystem::path(command.substr(0, command.find(' '))).filename();
  return std::ranges::find(windowed, program) != windowed.end();
}

std::string chosen_editor() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    if (std::string value = variable(name); !value.empty()) return value;
  }
  return in_path("code") ? "code" : "";
}

// Waits for the editor. When it is stopped (Ctrl-Z in vi), so is this process,
// or the shell would never come back.
void wait_or_stop(pid_t editor) {
  for (;;) {
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(editor), &info,
                 WEXITED | WSTOPPED | WNOWAIT) == -1) {
      if (errno == EINTR) continue;
      return;
    }
    if (info.si_code != CLD_STOPPED) return;
    ::waitid(P_PID, static_cast<id_t>(editor), &info, WSTOPPED | WNOHANG);
    ::kill(::getpid(), SIGSTOP);
    ::kill(editor, SIGCONT);
  }
}

}  // namespace

Editor::~Editor() {
  if (const pid_t editor = running_; editor != 0) ::kill(editor, SIGTERM);
}

std::optional<std::string> Editor::open(
    const std::filesystem::path& file,
    const std::function<void()>& give_terminal) {
  if (has_terminal_) return std::nullopt;
  const std::string editor = chosen_editor();
  if (editor.empty())
    return "Set EDITOR to your editor, or open the file there yourself.";
  // Through a shell: the variable may hold options, as in `code --wait`. One
  // with a window goes on by itself, also when this program ends.
  const bool window = has_window(editor);
  const std::string script =
      window ? editor + " \"$1\" </dev/null >/dev/null 2>&1 &"
             : "exec " + editor + " \"$1\"";
  const Argv command = {"sh", "-c", script, "sh", file.string()};
  if (window) {
    Subprocess(command, {.own_group = true}).wait();
    return std::nullopt;
  }
  give_terminal();
  has_terminal_ = true;
  waiter_ = std::jthread([this, command, editor] {
    std::string problem;
    try {
      Subprocess child(command);
      running_ = child.pid();
      wait_or_stop(child.pid());
      running_ = 0;
      const ExitStatus status = child.wait();
      if (status.code == 126 || status.code == 127)
        problem = fmt::format("Cannot start the editor `{}`.", editor);
    } catch (const std::exception& error) {
      problem = error.what();
    }
    has_terminal_ = false;
    closed_(problem);
  });
  return std::nullopt;
}

}  // namespace workbook
