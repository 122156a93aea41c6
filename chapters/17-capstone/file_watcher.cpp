#include "17-capstone/file_watcher.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "01-subprocess/exchange.hpp"
#include "17-capstone/debounce.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto quiet = 40ms;
constexpr auto longest = 300ms;
constexpr auto polling_period = 300ms;

// Editors write, or write another file and rename it; git does both.
constexpr std::uint32_t saved = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MODIFY |
                                IN_ATTRIB | IN_CREATE | IN_DELETE |
                                IN_DELETE_SELF | IN_MOVE_SELF;

// File systems whose changes on the other side the kernel does not hear of.
bool is_remote(const fs::path& folder) {
  constexpr std::array<unsigned long, 8> remote = {
      0x6969,      // NFS
      0x517b,      // SMB
      0xff534d42,  // CIFS
      0xfe534d42,  // SMB 2
      0x01021997,  // 9P, as WSL 2 mounts C:
      0x65735546,  // FUSE, as sshfs
      0x786f4256,  // VirtualBox
      0x53464846,  // WSL 1
  };
  struct statfs info {};
  if (::statfs(folder.c_str(), &info) == -1) return false;
  return std::ranges::find(
             remote, static_cast<unsigned long>(info.f_type & 0xffffffff)) !=
         remote.end();
}

bool is_source(const fs::path& file) {
  const std::string name = file.filename();
  const std::string ending = file.extension();
  return !name.starts_with('.') &&
         (ending == ".hpp" || ending == ".cpp" || ending == ".h");
}

}  // namespace

FileWatcher::FileWatcher(std::function<void()> changed)
    : changed_(std::move(changed)),
      inotify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void FileWatcher::watch(std::vector<fs::path> folders) {
  Snapshot now = look(folders);
  {
    const std::lock_guard lock(mutex_);
    folders_ = std::move(folders);
    known_ = std::move(now);
  }
  wake_.wake();
}

FileWatcher::Snapshot FileWatcher::look(const std::vector<fs::path>& folders) {
  Snapshot found;
  for (const fs::path& folder : folders) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
      struct stat info {};
      if (!is_source(entry.path()) || ::stat(entry.path().c_str(), &info) == -1)
        continue;
      found[entry.path()] = {info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
                             info.st_size, info.st_ino};
    }
  }
  return found;
}

// Asks for events of these folders; polls when one of them cannot give any.
void FileWatcher::subscribe(const std::vector<fs::path>& folders) {
  const char* chosen = std::getenv("WORKBOOK_POLL");
  bool heard = inotify_ && (chosen == nullptr || *chosen == '\0');
  for (const fs::path& folder : folders) {
    heard = heard && !is_remote(folder) &&
            ::inotify_add_watch(inotify_.get(), folder.c_str(), saved) != -1;
  }
  how_ = heard ? Watching::events : Watching::polling;
}

// #region run
void FileWatcher::run(const std::stop_token& stop) {
  const std::stop_callback wake_to_stop(stop, [this] { wake_.wake(); });
  Debounce burst(quiet, longest);
  while (!stop.stop_requested()) {
    Deadline until = burst.due();
    if (how_ == Watching::polling && !until)
      until = Debounce::Clock::now() + polling_period;
    std::array<pollfd, 2> ready = {
        {{inotify_.get(), POLLIN, 0}, {wake_.fd(), POLLIN, 0}}};
    poll_until(ready, until);
    if (ready[1].revents != 0) wake_.reset();
    alignas(inotify_event) std::array<char, 4096> events{};
    while (::read(inotify_.get(), events.data(), events.size()) > 0) {
    }  // what happened is seen in the folders themselves

    std::unique_lock lock(mutex_);
    subscribe(folders_);  // again: a folder may have been replaced
    Snapshot now = look(folders_);
    if (now != known_) {
      known_ = std::move(now);
      burst.touch(Debounce::Clock::now());
    }
    lock.unlock();
    if (burst.fire(Debounce::Clock::now())) changed_();
  }
}
// #endregion run

}  // namespace workbook
