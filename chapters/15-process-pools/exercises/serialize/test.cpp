#include "album.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

namespace {

// ---- How much memory was asked for at once.

constexpr std::size_t most_at_once = 1 << 20;
std::size_t largest_request = 0;

void* allocate(std::size_t size) {
  largest_request = std::max(largest_request, size);
  void* memory = size > 64 * most_at_once ? nullptr : std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

// Bytes with nothing behind them: to read further is a crash.
class AtTheEdge {
 public:
  explicit AtTheEdge(std::string_view bytes)
      : pages_((bytes.size() / page + 1) * page),
        memory_(static_cast<char*>(::mmap(nullptr, pages_ + page,
                                          PROT_READ | PROT_WRITE,
                                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))),
        bytes_(memory_ + pages_ - bytes.size(), bytes.size()) {
    std::memcpy(memory_ + pages_ - bytes.size(), bytes.data(), bytes.size());
    ::mprotect(memory_ + pages_, page, PROT_NONE);
  }
  AtTheEdge(const AtTheEdge&) = delete;
  AtTheEdge& operator=(const AtTheEdge&) = delete;
  ~AtTheEdge() { ::munmap(memory_, pages_ + page); }

  std::string_view bytes() const { return bytes_; }

 private:
  static constexpr std::size_t page = 4096;
  std::size_t pages_;
  char* memory_;
  std::string_view bytes_;
};

// "01 00 ff"
std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += fmt::format("{}{:02x}", text.empty() ? "" : " ",
                        static_cast<unsigned char>(byte));
  }
  return text;
}

// What from_bytes makes of the bytes, in words.
std::string read(std::string_view bytes) {
  const AtTheEdge edge(bytes);
  try {
    std::string text;
    for (const Photo& photo : from_bytes(edge.bytes())) {
      text += fmt::format("[{} {} {}]", photo.name, photo.width, photo.height);
    }
    return text.empty() ? "no photos" : text;
  } catch (const BadMessage&) {
    return "BadMessage";
  }
}

std::vector<Photo> two() { return {{"sea", 640, 480}, {"", 4294967295, 0}}; }

std::string number(std::uint32_t value) {
  return {static_cast<char>(value), static_cast<char>(value >> 8),
          static_cast<char>(value >> 16), static_cast<char>(value >> 24)};
}

}  // namespace

TEST_CASE("an album becomes exactly these bytes") {
  CHECK(hex(to_bytes(two())) ==
        "02 00 00 00 "
        "03 00 00 00 73 65 61 80 02 00 00 e0 01 00 00 "
        "00 00 00 00 ff ff ff ff 00 00 00 00");
  CHECK(hex(to_bytes({})) == "00 00 00 00");
}

TEST_CASE("the bytes become the album again") {
  CHECK(read(to_bytes(two())) == "[sea 640 480][ 4294967295 0]");
  CHECK(read(to_bytes({})) == "no photos");
  const std::string long_name(100'000, 'n');
  CHECK(read(to_bytes({{long_name, 1, 2}})) == "[" + long_name + " 1 2]");
}

TEST_CASE("a name may have any bytes") {
  const std::string name("a\0\xff\n", 4);
  const std::vector<Photo> album = from_bytes(to_bytes({{name, 1, 2}}));
  REQUIRE(album.size() == 1);
  CHECK(hex(album[0].name) == "61 00 ff 0a");
}

TEST_CASE("an album may have many photos") {
  const std::vector<Photo> many(200'000, {"x", 1, 2});
  CHECK(from_bytes(to_bytes(many)).size() == many.size());
}

TEST_CASE("bytes that end too early are refused wherever they end") {
  const std::string bytes = to_bytes(two());
  REQUIRE(bytes.size() == 31);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    CHECK(read(bytes.substr(0, size)) == "BadMessage");
  }
}

TEST_CASE("bytes that are left over are refused") {
  CHECK(read(to_bytes(two()) + "x") == "BadMessage");
  CHECK(read(to_bytes({}) + number(0)) == "BadMessage");
  CHECK(read(to_bytes(two()) + number(0)) == "BadMessage");
}

TEST_CASE("a text longer than what is left is refused") {
  const std::string photo = "sea" + number(1) + number(2);
  for (const std::uint32_t length :
       {12U, 100U, 0x7fffffffU, 0xfffffff8U, ~0U}) {
    CAPTURE(length);
    CHECK(read(number(1) + number(length) + photo) == "BadMessage");
  }
}

TEST_CASE("for a text that cannot be there no memory is asked for") {
  const std::string photo = "sea" + number(1) + number(2);
  for (const std::uint32_t length : {2U << 20U, 40U << 20U, ~0U}) {
    CAPTURE(length);
    largest_request = 0;
    CHECK(read(number(1) + number(length) + photo) == "BadMessage");
    CHECK(largest_request <= most_at_once);
  }
}

TEST_CASE("for photos that cannot be there no memory is asked for") {
  const std::string photo = number(3) + "sea" + number(1) + number(2);
  for (const std::uint32_t count : {2U, 50'000U, 1U << 20U, 0x80000000U, ~0U}) {
    CAPTURE(count);
    largest_request = 0;
    CHECK(read(number(count) + photo) == "BadMessage");
    CHECK(largest_request <= most_at_once);
  }
}
