#include "12-mixing-threads-and-coroutines/tail.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include "workbook/errno_error.hpp"

namespace workbook {

Piece Tail::read() {
  buffer_.erase(0, given_);
  given_ = 0;
  if (!file_ && !open()) {
    return piece(is_finishing_ ? Piece::State::ended : Piece::State::caught_up);
  }
  return read_chunk() ? whole_lines() : at_the_end();
}

Piece Tail::whole_lines() {
  const std::size_t newline = buffer_.rfind('\n');
  if (newline != std::string::npos) {
    given_ = newline + 1;
  } else if (buffer_.size() >= longest_line) {
    tell("cut a line that is longer than 1 MiB");
    give_unfinished();
  }
  return piece(Piece::State::more);
}

// #region at-the-end
Piece Tail::at_the_end() {
  if (const off_t now = size(); now < offset_) {
    tell("truncated, read again from its start");
    give_unfinished();
    offset_ = 0;
    if (is_finishing_) limit_ = now;
    return piece(Piece::State::more);
  }
  if (is_replaced_) {
    tell("rotated, going on with the new file");
    give_unfinished();
    file_.reset();
    return piece(Piece::State::more);
  }
  if (has_successor()) {
    is_replaced_ = true;  // what was written just before is to be read first
    return piece(Piece::State::more);
  }
  if (!is_finishing_) return piece(Piece::State::caught_up);
  give_unfinished();
  return piece(Piece::State::ended);
}
// #endregion at-the-end

void Tail::finish() {
  if (is_finishing_) return;
  is_finishing_ = true;
  if (file_) limit_ = size();
}

bool Tail::open() {
  // Non-blocking: a pipe would wait for a writer, before we see that it is one.
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  const int fd = ::open(path_.c_str(), flags);
  if (fd == -1 && errno == ENOENT) {
    if (!std::exchange(is_missing_, true)) tell("not there yet");
    return false;
  }
  UniqueFd file(check_errno(fd, text("follow")));
  struct stat status = {};
  check_errno(::fstat(file.get(), &status), text("follow"));
  if (S_ISDIR(status.st_mode)) throw_errno(text("follow"), EISDIR);
  if (!S_ISREG(status.st_mode))
    throw std::runtime_error(text("follow") + ": not a plain file");
  if (std::exchange(is_missing_, false)) tell("is there now");
  file_ = std::move(file);
  offset_ = 0;
  limit_ = is_finishing_ ? status.st_size : no_limit;
  is_replaced_ = false;
  return true;
}

bool Tail::read_chunk() {
  const off_t left = std::max<off_t>(limit_ - offset_, 0);
  const std::size_t size = buffer_.size();
  buffer_.resize(size + static_cast<std::size_t>(
                            std::min<off_t>(left, static_cast<off_t>(chunk_))));
  ssize_t count = 0;
  do {
    count = ::pread(file_.get(), buffer_.data() + size, buffer_.size() - size,
                    offset_);
  } while (count == -1 && errno == EINTR);
  const int error = errno;
  buffer_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count == -1) throw_errno(text("read"), error);
  offset_ += count;
  return count > 0;
}

// An empty successor was made by whoever rotates; the writer may not know yet.
bool Tail::has_successor() const {
  struct stat named = {};
  struct stat mine = {};
  check_errno(::fstat(file_.get(), &mine), text("follow"));
  if (::stat(path_.c_str(), &named) == -1) {
    if (errno == ENOENT) return false;
    throw_errno(text("follow"));
  }
  const bool is_other =
      named.st_dev != mine.st_dev || named.st_ino != mine.st_ino;
  return is_other && named.st_size > 0;
}

void Tail::tell(std::string_view news) {
  if (!news_.empty()) news_ += "; ";
  news_ += news;
}

void Tail::give_unfinished() {
  if (buffer_.empty()) return;
  if (buffer_.size() < longest_line) tell("its last line had no newline");
  buffer_ += '\n';
  given_ = buffer_.size();
}

Piece Tail::piece(Piece::State state) {
  return {.state = state,
          .lines = std::string_view(buffer_).substr(0, given_),
          .news = std::exchange(news_, {})};
}

off_t Tail::size() const {
  struct stat status = {};
  check_errno(::fstat(file_.get(), &status), text("follow"));
  return status.st_size;
}

std::string Tail::text(const char* operation) const {
  return std::string(operation) + " \"" + path_.string() + '"';
}

}  // namespace workbook
