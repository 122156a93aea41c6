#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {

// A file that is only added to. Every call blocks its thread until the system
// is done. Errors are std::system_error: `write "a.log": No space left on
// device`.
class LogFile {
 public:
  // Opens `path`, or makes it. `before_write`, if any, is called before each
  // write, in the thread that writes: for demonstrations and tests.
  explicit LogFile(std::filesystem::path path,
                   std::function<void()> before_write = {});

  // Adds `data` and waits until it is on the disk (where the file is on one;
  // man 2 fsync). What could not be written whole is taken out again, so that
  // no half line stays behind.
  void append(std::string_view data);

  // Closes now, which the destructor does without a word about errors.
  void close();

 private:
  void write_all(std::string_view data);
  void sync();
  std::string text(const char* operation) const;

  std::filesystem::path path_;
  std::function<void()> before_write_;
  UniqueFd fd_;
};

inline LogFile::LogFile(std::filesystem::path path,
                        std::function<void()> before_write)
    : path_(std::move(path)), before_write_(std::move(before_write)) {
  constexpr int mode = 0666;  // less what the umask takes away
  const int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  int fd = -1;
  do {
    fd = ::open(path_.c_str(), flags, mode);  // of a FIFO, waits for a reader
  } while (fd == -1 && errno == EINTR);
  fd_ = UniqueFd(check_errno(fd, text("open")));
}

// #region append
inline void LogFile::append(std::string_view data) {
  if (before_write_) before_write_();
  const off_t end = ::lseek(fd_.get(), 0, SEEK_END);  // -1: not a plain file
  try {
    write_all(data);
    sync();
  } catch (const std::system_error&) {
    if (end != -1) std::ignore = ::ftruncate(fd_.get(), end);
    throw;
  }
}
// #endregion append

inline void LogFile::write_all(std::string_view data) {
  while (!data.empty()) {
    const ssize_t written = ::write(fd_.get(), data.data(), data.size());
    if (written == -1 && errno == EINTR) continue;
    check_errno(written, text("write"));
    data.remove_prefix(static_cast<std::size_t>(written));
  }
}

inline void LogFile::sync() {
  if (::fsync(fd_.get()) == 0) return;
  // A pipe, a terminal and the like have nothing to wait for.
  if (errno != EINVAL && errno != EROFS) throw_errno(text("sync"));
}

inline void LogFile::close() {
  if (fd_) check_errno(::close(fd_.release()), text("close"));
}

inline std::string LogFile::text(const char* operation) const {
  return std::string(operation) + " \"" + path_.string() + '"';
}

}  // namespace workbook
