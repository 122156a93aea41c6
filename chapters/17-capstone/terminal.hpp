#pragma once

#include <string>

#include "17-capstone/line.hpp"

namespace workbook {

struct Size {
  std::size_t rows = 24;
  std::size_t columns = 80;
  bool operator==(const Size&) const = default;
};

// The terminal of this process while a full-screen program has it: keys arrive
// at once and are not echoed, the screen is one of its own. It gives back what
// it found in its destructor, and also when the process dies of a signal that
// can be handled. There is one at a time.
//
// Ctrl-C and Ctrl-Z stay signals. Source: POSIX termios; the escape codes of
// ECMA-48 and xterm, which every terminal emulator of today knows.
class Terminal {
 public:
  // Throws std::system_error when standard input is no terminal.
  Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal();

  // Gives the terminal to another program (or the shell) and takes it back.
  void leave();
  void enter();
  bool has_it() const { return has_it_; }

  static Size size();

  // Shows these lines, and blanks below them, in one write. Nothing happens
  // while another program has the terminal.
  void show(const Lines& lines);

  bool color() const { return color_; }

 private:
  bool has_it_ = false;
  bool color_ = true;
};

// Whether a full-screen program can run: both streams are terminals, and it is
// not a dumb one.
bool has_terminal();

// Whether standard output takes colors: a terminal, and no NO_COLOR.
bool has_color();

}  // namespace workbook
