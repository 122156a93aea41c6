#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "15-process-pools/reader.hpp"

using workbook::BadMessage;

struct Photo {
  std::string name;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

// The album as bytes, which the README describes.
inline std::string to_bytes(const std::vector<Photo>&) {
  // TODO: how many photos, and then each.
  return {};
}

// The album that the bytes are. Throws BadMessage when they are none.
inline std::vector<Photo> from_bytes(std::string_view) {
  // TODO: take each number and text off the front, and believe none of them.
  return {};
}
