#include "05-queues/pnm.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace std::string_literals;
using namespace workbook;

namespace {

// Why the bytes are refused.
std::string refusal(std::string_view bytes) {
  try {
    parse_pnm(bytes);
    return "";
  } catch (const BadImage& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a color image is read") {
  const Image image = parse_pnm("P6\n2 1\n255\nabcdef");
  CHECK(image == Image{.width = 2,
                       .height = 1,
                       .channels = 3,
                       .maximum = 255,
                       .samples = {'a', 'b', 'c', 'd', 'e', 'f'}});
}

TEST_CASE("a gray image is read") {
  const Image image = parse_pnm("P5 1 2 100 \x01\x64"s);
  CHECK(image == Image{.width = 1,
                       .height = 2,
                       .channels = 1,
                       .maximum = 100,
                       .samples = {1, 100}});
}

TEST_CASE("above a maximum of 255 a sample has two bytes, the greater first") {
  CHECK(parse_pnm("P5 2 1 256\n\x00\xFF\x01\x00"s).samples ==
        std::vector<std::uint16_t>{255, 256});
  CHECK(parse_pnm("P5 1 1 65535\n\xFF\xFE"s).samples ==
        std::vector<std::uint16_t>{0xFFFE});
  CHECK(parse_pnm("P5 1 1 255\n\xFF"s).samples ==
        std::vector<std::uint16_t>{255});
}

TEST_CASE("a header may have comments wherever it may have a blank") {
  const std::string header =
      "P5# after the magic number\n# and more\n2#\n\t 1 # 7 7\r# 8\n255\n";
  CHECK(parse_pnm(header + "ab").samples ==
        std::vector<std::uint16_t>{'a', 'b'});
}

TEST_CASE("exactly one blank ends the header: pixels may look like blanks") {
  CHECK(parse_pnm("P5 2 1 255\n \n").samples ==
        std::vector<std::uint16_t>{' ', '\n'});
  CHECK(parse_pnm("P5 1 1 255\n#").samples == std::vector<std::uint16_t>{'#'});
}

TEST_CASE("what was written is read again") {
  for (const unsigned maximum : {1U, 255U, 256U, 65'535U}) {
    for (const std::size_t channels : {1U, 3U}) {
      Image image{.width = 3,
                  .height = 2,
                  .channels = channels,
                  .maximum = static_cast<std::uint16_t>(maximum)};
      for (std::size_t i = 0; i < 6 * channels; ++i)
        image.samples.push_back(
            static_cast<std::uint16_t>(i * 7919 % (maximum + 1)));
      CHECK(parse_pnm(to_pnm(image)) == image);
    }
  }
}

TEST_CASE("what is no P5 and no P6 is refused") {
  const std::string text = "it does not begin with P5 or P6";
  CHECK(refusal("") == text);
  CHECK(refusal("P") == text);
  CHECK(refusal("P3 1 1 255 1 2 3") == text);
  CHECK(refusal("\x89PNG") == text);
}

TEST_CASE("a header that ends too early is refused") {
  CHECK(refusal("P6") == "it ends before its width");
  CHECK(refusal("P6 # 3 4 5") == "it ends before its width");
  CHECK(refusal("P6 3") == "it ends before its height");
  CHECK(refusal("P6 3 4 ") == "it ends before its maximum");
  CHECK(refusal("P6 3 4 255") == "it ends before its pixels");
}

TEST_CASE("a header with a wrong number is refused") {
  CHECK(refusal("P6 x 4 255\n") == "its width is not a number");
  CHECK(refusal("P6 3 -4 255\n") == "its height is not a number");
  CHECK(refusal("P6 3 4 2.5\n") ==
        "there is no blank between its header and its pixels");
  CHECK(refusal("P6 0 4 255\n") == "its width is 0");
  CHECK(refusal("P6 3 0 255\n") == "its height is 0");
  CHECK(refusal("P6 3 4 0\n") == "its maximum is 0");
  CHECK(refusal("P6 3 4 65536\n") == "its maximum is more than 65535");
  CHECK(refusal("P6 99999999999999999999 1 255\n") ==
        "its width is more than 1000000000");
}

TEST_CASE("a header without blanks between its parts is refused") {
  const std::string text =
      "its header has something else where a blank should be";
  CHECK(refusal("P63 4 255\n") == text);
  CHECK(refusal("P6 3x4 255\n") == text);
  CHECK(refusal("P6 3 4 255#\n") ==
        "there is no blank between its header and its pixels");
}

TEST_CASE("an image with too few pixels is refused before memory is taken") {
  CHECK(refusal("P5 2 2 255\nabc") == "it has 3 of the 4 bytes of its pixels");
  CHECK(refusal("P5 2 1 256\nabc") == "it has 3 of the 4 bytes of its pixels");
  CHECK(refusal("P6 1000000000 1000000000 65535\n") ==
        "it has 0 of the 6000000000000000000 bytes of its pixels");
}

TEST_CASE("an image with too many bytes is refused") {
  CHECK(refusal("P5 1 1 255\nabc") == "2 bytes too many follow its pixels");
}

TEST_CASE("an image with a sample above its maximum is refused") {
  CHECK(refusal("P5 1 1 100\n\x65"s) ==
        "it has a sample of 101, more than its maximum, 100");
  CHECK(refusal("P5 1 1 256\n\x01\x01"s) ==
        "it has a sample of 257, more than its maximum, 256");
}
