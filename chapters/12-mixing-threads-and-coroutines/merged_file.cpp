#include "12-mixing-threads-and-coroutines/merged_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <utility>

#include "workbook/errno_error.hpp"

namespace workbook {

MergedFile::MergedFile(std::filesystem::path path, const Paths& inputs)
    : path_(std::move(path)) {
  constexpr int mode = 0666;  // less what the umask takes away
  const int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  file_ =
      UniqueFd(check_errno(::open(path_.c_str(), flags, mode), text("open")));
  struct stat mine = {};
  check_errno(::fstat(file_.get(), &mine), text("open"));
  for (const auto& input : inputs) {
    struct stat status = {};
    if (::stat(input.c_str(), &status) == 0 && status.st_dev == mine.st_dev &&
        status.st_ino == mine.st_ino) {
      throw std::invalid_argument(text("write") + ": it is \"" +
                                  input.string() + "\", which is followed");
    }
  }
  is_plain_ = S_ISREG(mine.st_mode);
  if (is_plain_) check_errno(::ftruncate(file_.get(), 0), text("empty"));
}

void MergedFile::write(std::string_view lines) {
  try {
    write_all(lines);
  } catch (const std::system_error&) {  // no torn line stays behind
    if (is_plain_)
      std::ignore = ::ftruncate(file_.get(), static_cast<off_t>(size_));
    throw;
  }
  size_ += lines.size();
}

void MergedFile::write_all(std::string_view lines) {
  while (!lines.empty()) {
    const ssize_t written = ::write(file_.get(), lines.data(), lines.size());
    if (written == -1 && errno == EINTR) continue;
    check_errno(written, text("write"));
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
}

void MergedFile::close() {
  if (file_) check_errno(::close(file_.release()), text("close"));
}

std::string MergedFile::text(const char* operation) const {
  return std::string(operation) + " \"" + path_.string() + '"';
}

}  // namespace workbook
