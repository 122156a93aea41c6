#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace workbook {

// Rows of pixels, top row first. A pixel has `channels` samples: 1 for gray, 3
// for red, green and blue. A sample is 0 (dark) to `maximum`.
struct Image {
  std::size_t width = 0;   // pixels
  std::size_t height = 0;  // pixels
  std::size_t channels = 1;
  std::uint16_t maximum = 255;
  std::vector<std::uint16_t> samples = {};  // width * height * channels

  bool operator==(const Image&) const = default;
};

// Half as wide and half as high: each pixel is the average of a box of 2 x 2,
// rounded to the nearest, half up (a box filter). Where width or height is odd,
// the boxes at the right and at the bottom have the pixels that there are.
Image halve(const Image& image);

}  // namespace workbook
