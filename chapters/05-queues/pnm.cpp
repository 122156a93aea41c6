#include "05-queues/pnm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace workbook {
namespace {

constexpr std::size_t largest_side = 1'000'000'000;  // pixels

bool is_blank(char character) {
  return std::string_view(" \t\n\v\f\r").find(character) !=
         std::string_view::npos;
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

// Reads a header from its beginning; `rest` is what it has not read yet.
class Header {
 public:
  explicit Header(std::string_view bytes) : rest_(bytes) {}

  std::string_view rest() const { return rest_; }

  // 1 channel for P5, 3 for P6.
  std::size_t channels() {
    const std::string_view magic = rest_.substr(0, 2);
    if (magic != "P5" && magic != "P6")
      throw BadImage("it does not begin with P5 or P6");
    rest_.remove_prefix(2);
    return magic == "P5" ? 1 : 3;
  }

  // The next number, 1 to `most`.
  std::size_t number(std::string_view what, std::size_t most) {
    if (!skip_blanks()) missing(what);
    if (!is_digit(rest_.front()))
      throw BadImage(fmt::format("its {} is not a number", what));
    std::size_t number = 0;
    while (!rest_.empty() && is_digit(rest_.front())) {
      number = number * 10 + static_cast<std::size_t>(rest_.front() - '0');
      if (number > most)
        throw BadImage(fmt::format("its {} is more than {}", what, most));
      rest_.remove_prefix(1);
    }
    if (number == 0) throw BadImage(fmt::format("its {} is 0", what));
    return number;
  }

  // The single blank between the header and the pixels.
  void end() {
    if (rest_.empty()) missing("pixels");
    if (!is_blank(rest_.front()))
      throw BadImage("there is no blank between its header and its pixels");
    rest_.remove_prefix(1);
  }

 private:
  [[noreturn]] static void missing(std::string_view what) {
    throw BadImage(fmt::format("it ends before its {}", what));
  }

  // Also skips comments: from # to the end of the line. At least one blank or
  // comment separates numbers. Returns whether anything is left.
  bool skip_blanks() {
    if (!rest_.empty() && !is_blank(rest_.front()) && rest_.front() != '#')
      throw BadImage("its header has something else where a blank should be");
    while (!rest_.empty()) {
      if (rest_.front() == '#') {
        rest_.remove_prefix(
            std::min(rest_.find_first_of("\n\r"), rest_.size()));
      } else if (is_blank(rest_.front())) {
        rest_.remove_prefix(1);
      } else {
        break;
      }
    }
    return !rest_.empty();
  }

  std::string_view rest_;
};

// Samples take two bytes, the greater first, when one is not enough.
std::size_t bytes_a_sample(std::size_t maximum) {
  return maximum > 255 ? 2 : 1;
}

std::uint16_t byte(char character) {
  return static_cast<unsigned char>(character);
}

}  // namespace

Image parse_pnm(std::string_view bytes) {
  Header header(bytes);
  Image image;
  image.channels = header.channels();
  image.width = header.number("width", largest_side);
  image.height = header.number("height", largest_side);
  image.maximum = static_cast<std::uint16_t>(header.number("maximum", 65'535));
  header.end();

  const std::string_view pixels = header.rest();
  const std::size_t step = bytes_a_sample(image.maximum);
  const std::size_t size = image.width * image.height * image.channels * step;
  if (pixels.size() < size) {
    throw BadImage(fmt::format("it has {} of the {} bytes of its pixels",
                               pixels.size(), size));
  }
  if (pixels.size() > size) {
    throw BadImage(fmt::format("{} bytes too many follow its pixels",
                               pixels.size() - size));
  }
  image.samples.reserve(size / step);
  for (std::size_t i = 0; i < size; i += step) {
    const unsigned sample = step == 1
                                ? byte(pixels[i])
                                : byte(pixels[i]) * 256U + byte(pixels[i + 1]);
    if (sample > image.maximum) {
      throw BadImage(
          fmt::format("it has a sample of {}, more than its maximum, {}",
                      sample, image.maximum));
    }
    image.samples.push_back(static_cast<std::uint16_t>(sample));
  }
  return image;
}

std::string to_pnm(const Image& image) {
  std::string bytes =
      fmt::format("P{}\n{} {}\n{}\n", image.channels == 1 ? 5 : 6, image.width,
                  image.height, image.maximum);
  const bool is_wide = bytes_a_sample(image.maximum) == 2;
  for (const std::uint16_t sample : image.samples) {
    if (is_wide) bytes += static_cast<char>(sample / 256);
    bytes += static_cast<char>(sample % 256);
  }
  return bytes;
}

}  // namespace workbook
