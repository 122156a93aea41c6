#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace workbook {

// 16 hexadecimal digits that tell one text from another: FNV-1a, 64 bits. It
// finds changes; it is no proof against somebody who wants a collision.
inline std::string content_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : text) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3;
  }
  std::string digits(16, '0');
  for (std::size_t i = digits.size(); i > 0; --i, hash >>= 4)
    digits[i - 1] = "0123456789abcdef"[hash & 15];
  return digits;
}

// What `cksum` prints for this text on its standard input: the CRC of POSIX
// and the size. The marks of earlier versions of the workbook are made of it.
inline std::string posix_checksum(std::string_view text) {
  std::uint32_t crc = 0;
  const auto add = [&](unsigned char byte) {
    crc ^= static_cast<std::uint32_t>(byte) << 24;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc << 1) ^ ((crc & 0x80000000) != 0 ? 0x04c11db7 : 0);
  };
  for (const char byte : text) add(static_cast<unsigned char>(byte));
  for (std::size_t size = text.size(); size != 0; size >>= 8)
    add(static_cast<unsigned char>(size & 255));
  return std::to_string(~crc) + " " + std::to_string(text.size());
}

}  // namespace workbook
