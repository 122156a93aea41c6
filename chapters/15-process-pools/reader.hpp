#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "15-process-pools/writer.hpp"

namespace workbook {

// The bytes are no value of the type that was asked for.
struct BadMessage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads what a Writer wrote. The bytes may come from anybody: whatever they
// are, it returns a value or throws BadMessage, and it allocates no more than
// in proportion to them. Borrows the bytes.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  T read();

  std::string_view rest() const { return bytes_; }  // what is still to be read

 private:
  std::string_view take(std::uint64_t size);
  std::uint64_t read_count(std::size_t least_bytes_each);

  std::string_view bytes_;
  int depth_ = 0;  // structs inside structs, as deep as we are in them
};

// The fewest bytes that a value of the type takes.
template <typename T>
consteval std::size_t least_bytes() {
  if constexpr (is_pair<T>) {
    return least_bytes<typename T::first_type>() +
           least_bytes<typename T::second_type>();
  } else if constexpr (HasMembers<T>) {
    return []<typename... Member>(std::type_identity<std::tuple<Member&...>>) {
      return (std::size_t{0} + ... + least_bytes<Member>());
    }(std::type_identity<decltype(T::members(std::declval<T&>()))>());
  } else if constexpr (std::is_arithmetic_v<T>) {
    return sizeof(T);
  } else {
    return sizeof(std::uint64_t);  // a length, and perhaps no more
  }
}

// #region take
inline std::string_view Reader::take(std::uint64_t size) {
  if (size > bytes_.size()) throw BadMessage("the message is too short");
  const std::string_view taken = bytes_.substr(0, size);
  bytes_.remove_prefix(size);
  return taken;
}

// Of so many things that each take at least so many bytes, no more can follow
// than there is room for. To be asked before memory is.
inline std::uint64_t Reader::read_count(std::size_t least_bytes_each) {
  const auto count = read<std::uint64_t>();
  if (count > bytes_.size() / least_bytes_each)
    throw BadMessage("the message is too short for what it announces");
  return count;
}
// #endregion take

template <typename T>
T Reader::read() {
  if constexpr (std::is_same_v<T, bool>) {
    const auto byte = read<unsigned char>();
    if (byte > 1) throw BadMessage("the message has a bool that is neither");
    return byte == 1;
  } else if constexpr (std::is_arithmetic_v<T>) {
    T value{};
    std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
    return value;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return std::string(take(read_count(1)));
  } else if constexpr (is_vector<T>) {
    using Item = typename T::value_type;
    static_assert(least_bytes<Item>() > 0, "items of no size are not counted");
    T items(0);
    const std::uint64_t count = read_count(least_bytes<Item>());
    if constexpr (std::is_arithmetic_v<Item> && !std::is_same_v<Item, bool>) {
      items.resize(count);
      if (count > 0)
        std::memcpy(items.data(), take(count * sizeof(Item)).data(),
                    count * sizeof(Item));
    } else {
      items.reserve(count);
      for (std::uint64_t i = 0; i < count; ++i) items.push_back(read<Item>());
    }
    return items;
  } else if constexpr (is_pair<T>) {
    auto first = read<typename T::first_type>();
    return {std::move(first), read<typename T::second_type>()};
  } else {
    static_assert(HasMembers<T>, "a struct names its members: see Photo above");
    constexpr int deepest = 100;  // each costs stack
    if (++depth_ > deepest) throw BadMessage("the message is nested too deep");
    T value{};
    std::apply(
        [&](auto&... member) {
          ((member = read<std::remove_reference_t<decltype(member)>>()), ...);
        },
        T::members(value));
    --depth_;
    return value;
  }
}

// Throws BadMessage unless the bytes are one value of this type and no more.
template <typename T>
T from_bytes(std::string_view bytes) {
  Reader reader(bytes);
  T value = reader.read<T>();
  if (!reader.rest().empty()) throw BadMessage("the message is too long");
  return value;
}

}  // namespace workbook
