// Rejected: assert "a text longer than what is left is refused"
//
// Tempting: lengths are 32 bits wide, so the position is too; and it checks
// that the text ends before the message does.
//
// Wrong: position and length together can be more than 32 bits hold. The sum
// begins at 0 again and is small, the check passes, and the text is read from
// memory that is not the message's.
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

// Reads from `at` on, and moves it.
inline std::string_view take(std::string_view bytes, std::uint32_t& at,
                             std::uint32_t size) {
  if (at + size > bytes.size()) throw BadMessage("the message is too short");
  const std::string_view taken(bytes.data() + at, size);
  at += size;
  return taken;
}

inline std::uint32_t take_number(std::string_view bytes, std::uint32_t& at) {
  std::uint32_t number = 0;
  int shift = 0;
  for (const char byte : take(bytes, at, 4)) {
    number |= static_cast<std::uint32_t>(static_cast<unsigned char>(byte))
              << shift;
    shift += 8;
  }
  return number;
}

// The album that the bytes are. Throws BadMessage when they are none.
inline std::vector<Photo> from_bytes(std::string_view bytes) {
  constexpr std::size_t least_bytes = 12;  // of a photo
  std::uint32_t at = 0;
  const std::uint32_t count = take_number(bytes, at);
  if (count > (bytes.size() - at) / least_bytes)
    throw BadMessage("the message is too short for so many photos");
  std::vector<Photo> album(count);
  for (Photo& photo : album) {
    photo.name = take(bytes, at, take_number(bytes, at));
    photo.width = take_number(bytes, at);
    photo.height = take_number(bytes, at);
  }
  if (at != bytes.size()) throw BadMessage("the message is too long");
  return album;
}
