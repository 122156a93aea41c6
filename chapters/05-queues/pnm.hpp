#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "05-queues/image.hpp"

namespace workbook {

// The bytes are no image that this program reads; the text says why.
struct BadImage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads the binary formats of Netpbm: P6 (".ppm", color) and P5 (".pgm", gray),
// with a maximum of up to 65535 and comments in the header. Throws BadImage.
// Source: https://netpbm.sourceforge.net/doc/ppm.html, .../pgm.html
Image parse_pnm(std::string_view bytes);

// The same the other way round.
std::string to_pnm(const Image& image);

}  // namespace workbook
