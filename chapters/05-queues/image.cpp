#include "05-queues/image.hpp"

#include <algorithm>

namespace workbook {
namespace {

std::uint16_t box_average(const Image& image, std::size_t left, std::size_t top,
                          std::size_t channel) {
  const std::size_t right = std::min(left + 2, image.width);
  const std::size_t bottom = std::min(top + 2, image.height);
  const auto count = static_cast<unsigned>((right - left) * (bottom - top));
  unsigned sum = 0;
  for (std::size_t y = top; y < bottom; ++y) {
    for (std::size_t x = left; x < right; ++x) {
      sum += image.samples[(y * image.width + x) * image.channels + channel];
    }
  }
  return static_cast<std::uint16_t>((sum + count / 2) / count);
}

}  // namespace

Image halve(const Image& image) {
  Image half{.width = (image.width + 1) / 2,
             .height = (image.height + 1) / 2,
             .channels = image.channels,
             .maximum = image.maximum};
  half.samples.reserve(half.width * half.height * half.channels);
  for (std::size_t y = 0; y < half.height; ++y) {
    for (std::size_t x = 0; x < half.width; ++x) {
      for (std::size_t channel = 0; channel < half.channels; ++channel) {
        half.samples.push_back(box_average(image, 2 * x, 2 * y, channel));
      }
    }
  }
  return half;
}

}  // namespace workbook
