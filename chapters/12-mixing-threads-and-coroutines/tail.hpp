#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>

#include "workbook/unique_fd.hpp"

namespace workbook {

// #region tail
// What one look at a file brought.
struct Piece {
  enum class State {
    more,       // look again at once
    caught_up,  // all that is in the file has been read
    ended,      // so has the rest of it, after finish()
  };
  State state = State::more;
  std::string_view lines;  // whole lines; valid until the next look
  std::string news;        // what happened to the file, for people

  bool is_empty() const { return lines.empty() && news.empty(); }
};

// The lines of a file that grows, from its first one on. It need not exist yet.
//
// A line is given out when its newline is there. When the file is truncated,
// rotated (its name leads to another file, which has begun to be written) or
// finished, an unfinished last line is given out too, with a newline, and the
// news say so. Nothing here waits for the file to grow.
class Tail {
 public:
  static constexpr std::size_t usual_chunk = 32 * 1024;  // bytes
  static constexpr std::size_t longest_line = 1024 * 1024;

  explicit Tail(std::filesystem::path path, std::size_t chunk = usual_chunk)
      : path_(std::move(path)), chunk_(chunk) {}

  const std::filesystem::path& path() const { return path_; }

  // Reads up to a chunk, and blocks while the disk takes its time. A line that
  // is longer than `longest_line` is cut. Throws std::system_error when the
  // file cannot be read, but not while it does not exist.
  Piece read();

  // What is in the file now is all that will be read. Again: nothing happens.
  void finish();
  // #endregion tail

 private:
  static constexpr off_t no_limit = std::numeric_limits<off_t>::max();

  bool open();
  bool read_chunk();
  Piece whole_lines();
  Piece at_the_end();
  bool has_successor() const;

  void tell(std::string_view news);
  void give_unfinished();
  Piece piece(Piece::State state);
  off_t size() const;
  std::string text(const char* operation) const;

  std::filesystem::path path_;
  std::size_t chunk_;
  UniqueFd file_;           // none: it does not exist yet
  off_t offset_ = 0;        // as far as it has been read
  off_t limit_ = no_limit;  // and will be
  std::string buffer_;      // read, and not given out before the last look
  std::size_t given_ = 0;   // so much of it was given out by the last look
  std::string news_;        // for the next piece
  bool is_missing_ = false;
  bool is_replaced_ = false;
  bool is_finishing_ = false;
};

}  // namespace workbook
