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

inline void put_number(std::string& bytes, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8)
    bytes += static_cast<char>(number >> shift);
}

// The album as bytes, which the README describes.
inline std::string to_bytes(const std::vector<Photo>& album) {
  std::string bytes;
  put_number(bytes, static_cast<std::uint32_t>(album.size()));
  for (const Photo& photo : album) {
    put_number(bytes, static_cast<std::uint32_t>(photo.name.size()));
    bytes += photo.name;
    put_number(bytes, photo.width);
    put_number(bytes, photo.height);
  }
  return bytes;
}

inline std::string_view take(std::string_view& rest, std::size_t size) {
  if (size > rest.size()) throw BadMessage("the message is too short");
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

inline std::uint32_t take_number(std::string_view& rest) {
  std::uint32_t number = 0;
  int shift = 0;
  for (const char byte : take(rest, 4)) {
    number |= static_cast<std::uint32_t>(static_cast<unsigned char>(byte))
              << shift;
    shift += 8;
  }
  return number;
}

// The album that the bytes are. Throws BadMessage when they are none.
inline std::vector<Photo> from_bytes(std::string_view bytes) {
  constexpr std::size_t least_bytes = 12;  // of a photo
  std::string_view rest = bytes;
  const std::uint32_t count = take_number(rest);
  if (count > rest.size() / least_bytes)
    throw BadMessage("the message is too short for so many photos");
  std::vector<Photo> album(count);
  for (Photo& photo : album) {
    photo.name = take(rest, take_number(rest));
    photo.width = take_number(rest);
    photo.height = take_number(rest);
  }
  if (!rest.empty()) throw BadMessage("the message is too long");
  return album;
}
