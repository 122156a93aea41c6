#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "workbook/sections.hpp"

namespace workbook {

// A part of a coroutine's frame, in bytes from its beginning.
struct FramePart {
  std::string name;
  std::size_t offset;
  std::size_t size;
};

struct Frame {
  std::size_t size;              // that the coroutine asked operator new for
  std::vector<FramePart> parts;  // in the order of their offsets
};

// The frame of a coroutine that counts down, looked at while it waits.
Frame frame_of_countdown();

// Section: a picture of that frame, and the sizes of some others.
void frame(const Arguments& arguments);

}  // namespace workbook
