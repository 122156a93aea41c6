#include <doctest/doctest.h>
#include <sys/socket.h>

#include <cmath>
#include <limits>
#include <random>

#include "15-process-pools/channel.hpp"
#include "15-process-pools/reader.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/values_in_words.hpp"

using namespace workbook;

namespace {

struct Photo {
  std::string name;
  int width = 0;
  std::vector<std::pair<double, bool>> marks;
  static auto members(auto& self) {
    return std::tie(self.name, self.width, self.marks);
  }
  bool operator==(const Photo&) const = default;
};

struct Album {
  std::vector<Photo> photos;
  std::pair<Photo, std::string> best;
  std::vector<std::uint16_t> order;
  static auto members(auto& self) {
    return std::tie(self.photos, self.best, self.order);
  }
  bool operator==(const Album&) const = default;
};

struct Tree {
  std::vector<Tree> children;
  static auto members(auto& self) { return std::tie(self.children); }
  bool operator==(const Tree&) const = default;
};

Album album() {
  const Photo sea{"sea.jpg", 1920, {{0.5, true}, {-1e300, false}}};
  return {{sea, {"", -1, {}}}, {{}, "best"}, {3, 1}};
}

template <typename T>
T there_and_back(const T& value) {
  return from_bytes<T>(to_bytes(value));
}

std::string number(std::uint64_t value) { return to_bytes(value); }

}  // namespace

TEST_CASE("numbers and strings and vectors and pairs arrive as they were") {
  CHECK(there_and_back(std::numeric_limits<long>::min()) ==
        std::numeric_limits<long>::min());
  CHECK(there_and_back('x') == 'x');
  CHECK(there_and_back(true));
  CHECK(there_and_back(0.1) == 0.1);
  CHECK(std::isnan(there_and_back(std::nan(""))));
  CHECK(there_and_back(std::string("a\0b", 3)) == std::string("a\0b", 3));
  CHECK(there_and_back(std::vector<bool>{true, false, true}) ==
        std::vector<bool>{true, false, true});
  CHECK(there_and_back(std::vector<std::vector<int>>{{1}, {}, {2, 3}}) ==
        std::vector<std::vector<int>>{{1}, {}, {2, 3}});
  CHECK(there_and_back(std::pair(1, std::string("one"))) ==
        std::pair(1, std::string("one")));
}

TEST_CASE("structs that name their members arrive as they were") {
  CHECK(there_and_back(album()) == album());
  CHECK(there_and_back(Tree{{Tree{}, Tree{{Tree{}}}}}) ==
        Tree{{Tree{}, Tree{{Tree{}}}}});
}

TEST_CASE("a message that ends too early is an error wherever it ends") {
  const std::string bytes = to_bytes(album());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_THROWS_AS(from_bytes<Album>(bytes.substr(0, size)), BadMessage);
}

TEST_CASE("a message with something behind it is an error") {
  CHECK_THROWS_WITH_AS(from_bytes<Album>(to_bytes(album()) + "?"),
                       "the message is too long", BadMessage);
}

TEST_CASE("a length that cannot be is refused before memory is asked for") {
  for (const std::uint64_t length :
       {std::uint64_t{9}, std::uint64_t{1} << 40, ~std::uint64_t{0},
        ~std::uint64_t{0} / 8 + 1}) {
    const std::string bytes = number(length) + "12345678";
    CHECK_THROWS_AS(from_bytes<std::string>(bytes), BadMessage);
    CHECK_THROWS_AS(from_bytes<std::vector<char>>(bytes), BadMessage);
    CHECK_THROWS_AS(from_bytes<std::vector<long>>(bytes), BadMessage);
    CHECK_THROWS_AS(from_bytes<std::vector<Photo>>(bytes), BadMessage);
    CHECK_THROWS_AS(from_bytes<std::vector<std::string>>(bytes), BadMessage);
  }
}

TEST_CASE("a bool that is neither true nor false is refused") {
  CHECK_THROWS_WITH_AS(from_bytes<bool>("\x02"),
                       "the message has a bool that is neither", BadMessage);
}

TEST_CASE("a tree that is too deep is refused before the stack is used up") {
  std::string bytes;
  for (int i = 0; i < 1'000'000; ++i) bytes += number(1);
  CHECK_THROWS_WITH_AS(from_bytes<Tree>(bytes + number(0)),
                       "the message is nested too deep", BadMessage);
}

// 100,000 messages that were right once; fewer where each read is watched.
TEST_CASE("whatever the bytes are there is a value or an error") {
  const std::string right = to_bytes(album());
  constexpr unsigned rounds = sanitized ? 10'000 : 100'000;
  long values = 0;
  for (unsigned seed = 0; seed < rounds; ++seed) {
    std::minstd_rand random(seed + 1);
    std::string bytes = right;
    for (unsigned i = random() % 3 + 1; i > 0; --i) {
      char& byte = bytes[random() % bytes.size()];
      const unsigned how = random() % 4;
      if (how == 0) byte = static_cast<char>(random());
      if (how == 1) byte = static_cast<char>(byte ^ (1 << random() % 8));
      if (how == 2) bytes.resize(random() % bytes.size() + 1);
      if (how == 3) bytes.insert(random() % bytes.size(), 1, '\xff');
    }
    try {
      const auto read = from_bytes<Album>(bytes);
      ++values;
      if (there_and_back(read) != read)  // unless a number is none
        CHECK(to_bytes(there_and_back(read)) == bytes);
    } catch (const BadMessage&) {
    }
  }
  CHECK(values > rounds / 100);
  CHECK(values < rounds);
}

TEST_CASE("messages of any size pass a channel one by one") {
  auto [one, other] = socket_pair(SOCK_STREAM);
  Channel sender(std::move(one));
  Channel receiver(std::move(other));
  for (const std::size_t size : {0, 1, 70'000, 5})
    sender.push(std::string(size, 'm'));
  CHECK(sender.flush(Channel::Wait::no));
  for (const std::size_t size : {0, 1, 70'000, 5})
    CHECK(receiver.receive() == std::string(size, 'm'));
  CHECK_FALSE(receiver.next());
  CHECK(receiver.fill(Channel::Wait::no) == 0);
  { const Channel gone = std::move(sender); }
  CHECK_FALSE(receiver.receive());
  receiver.push("nobody reads it");
  CHECK_FALSE(receiver.flush(Channel::Wait::yes));
}

TEST_CASE("a message that comes in pieces is there when it is whole") {
  auto [one, other] = socket_pair(SOCK_STREAM);
  Channel receiver(std::move(other));
  const std::string frame = to_bytes(std::string("message"));
  for (const char byte : frame) {
    CHECK_FALSE(receiver.next());
    REQUIRE(::send(one.get(), &byte, 1, 0) == 1);
    CHECK(receiver.fill(Channel::Wait::yes) == 1);
  }
  CHECK(receiver.next() == "message");
}
