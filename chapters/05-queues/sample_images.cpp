// Twelve images in each of the formats that the program reads.

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "05-queues/files.hpp"
#include "05-queues/halve_images.hpp"
#include "05-queues/pnm.hpp"

namespace workbook {
namespace {

// A pattern that differs for each `kind`; `shade` is 0 to 1.
double shade(int kind, double x, double y, std::size_t channel) {
  constexpr double pi = 3.14159265358979;
  const double turn = static_cast<double>(channel) * pi / 3;
  switch (kind % 3) {
    case 0:  // rings
      return (1 + std::sin(40 * std::hypot(x - 0.5, y - 0.5) + turn)) / 2;
    case 1:  // stripes
      return (1 + std::sin(30 * (x + y) + turn)) / 2;
    default:  // a gradient
      return channel == 1 ? y : x;
  }
}

Image sample_image(int kind) {
  Image image{
      .width = 320 + 37 * static_cast<std::size_t>(kind),
      .height = 240 + 23 * static_cast<std::size_t>(kind),
      .channels = kind % 4 == 3 ? 1U : 3U,
      .maximum = static_cast<std::uint16_t>(kind % 5 == 4 ? 65'535 : 255)};
  for (std::size_t y = 0; y < image.height; ++y) {
    for (std::size_t x = 0; x < image.width; ++x) {
      for (std::size_t channel = 0; channel < image.channels; ++channel) {
        const double value = shade(
            kind, static_cast<double>(x) / static_cast<double>(image.width),
            static_cast<double>(y) / static_cast<double>(image.height),
            channel);
        image.samples.push_back(
            static_cast<std::uint16_t>(std::lround(value * image.maximum)));
      }
    }
  }
  return image;
}

}  // namespace

void make_sample_images(const std::filesystem::path& folder) {
  constexpr int count = 12;
  constexpr std::array names = {"rings", "stripes", "gradient"};
  for (int kind = 0; kind < count; ++kind) {
    const Image image = sample_image(kind);
    std::string bytes = to_pnm(image);
    bytes.insert(3, "# made by the C++ Concurrency Workbook\n");
    replace_file(
        folder /
            fmt::format("{}-{:02}.{}",
                        names.at(static_cast<std::size_t>(kind) % names.size()),
                        kind + 1, image.channels == 1 ? "pgm" : "ppm"),
        bytes);
  }
}

}  // namespace workbook
