#include "05-queues/image.hpp"

#include <doctest/doctest.h>

using namespace workbook;

namespace {

Image gray(std::size_t width, std::size_t height,
           std::vector<std::uint16_t> samples) {
  return {.width = width,
          .height = height,
          .channels = 1,
          .maximum = 65'535,
          .samples = std::move(samples)};
}

}  // namespace

TEST_CASE("a pixel of the half is the average of a box of four") {
  CHECK(halve(gray(4, 2,
                   {1, 3, 10, 20,  //
                    5, 7, 30, 40})) == gray(2, 1, {4, 25}));
}

TEST_CASE("an average is rounded to the nearest and a half goes up") {
  CHECK(halve(gray(2, 2, {0, 0, 0, 1})) == gray(1, 1, {0}));
  CHECK(halve(gray(2, 2, {0, 0, 1, 1})) == gray(1, 1, {1}));
  CHECK(halve(gray(2, 2, {65'535, 65'535, 65'535, 65'535})) ==
        gray(1, 1, {65'535}));
}

TEST_CASE("where a side is odd the last boxes have the pixels there are") {
  CHECK(halve(gray(3, 3,
                   {1, 1, 9,  //
                    1, 1, 5,  //
                    2, 4, 8})) == gray(2, 2, {1, 7, 3, 8}));
  CHECK(halve(gray(1, 1, {7})) == gray(1, 1, {7}));
  CHECK(halve(gray(1, 3, {2, 4, 9})) == gray(1, 2, {3, 9}));
}

TEST_CASE("each channel is averaged by itself and the maximum stays") {
  const Image image{.width = 2,
                    .height = 1,
                    .channels = 3,
                    .maximum = 200,
                    .samples = {0, 10, 20, 100, 30, 60}};
  CHECK(halve(image) == Image{.width = 1,
                              .height = 1,
                              .channels = 3,
                              .maximum = 200,
                              .samples = {50, 20, 40}});
}
