#include "05-queues/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <stdexcept>

#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {
namespace {

constexpr off_t largest_file = 1024L * 1024 * 1024;  // bytes

std::string quoted(std::string_view verb, const std::filesystem::path& path) {
  return fmt::format("{} \"{}\"", verb, path.string());
}

// A file that is removed unless it was given its final name.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& beside)
      : path_(unused_name(beside)),
        fd_(check_errno(::open(path_.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666),
                        quoted("write", beside))) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  int fd() const { return fd_.get(); }

  int rename_to(const std::filesystem::path& path) {
    const int result = ::rename(path_.c_str(), path.c_str());
    if (result == 0) path_.clear();
    return result;
  }

 private:
  // Of this process and this call, so no other one has it.
  static std::filesystem::path unused_name(const std::filesystem::path& path) {
    static std::atomic<int> count = 0;
    return path.parent_path() / fmt::format(".{}.{}-{}.part",
                                            path.filename().string(),
                                            ::getpid(), count++);
  }

  std::filesystem::path path_;  // empty once it was renamed
  UniqueFd fd_;
};

void write_all(int fd, std::string_view bytes, const std::string& operation) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count == -1 && errno == EINTR) continue;
    check_errno(count, operation);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  const std::string operation = quoted("read", path);
  // O_NONBLOCK: a FIFO would wait for somebody who writes to it.
  const UniqueFd file(check_errno(
      ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC), operation));
  struct stat status {};
  check_errno(::fstat(file.get(), &status), operation);
  if (S_ISDIR(status.st_mode)) throw_errno(operation, EISDIR);
  if (!S_ISREG(status.st_mode))
    throw std::runtime_error(operation + ": not a regular file");
  if (status.st_size > largest_file) throw_errno(operation, EFBIG);

  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t end = 0;
  while (end < bytes.size()) {
    const ssize_t count =
        ::read(file.get(), bytes.data() + end, bytes.size() - end);
    if (count == -1 && errno == EINTR) continue;
    if (check_errno(count, operation) == 0) break;  // it has become shorter
    end += static_cast<std::size_t>(count);
  }
  bytes.resize(end);
  return bytes;
}

// #region replace
void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  const std::string operation = quoted("write", path);
  TemporaryFile file(path);
  write_all(file.fd(), bytes, operation);
  check_errno(::fsync(file.fd()), operation);  // a late "disk is full" is told
  check_errno(file.rename_to(path), operation);
}
// #endregion replace

}  // namespace workbook
