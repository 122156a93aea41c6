#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace workbook {

// Values as bytes, for another process of the same program on the same machine:
// numbers, strings, vectors, pairs, and structs that name their members:
//
//   struct Photo {
//     std::string name;
//     int width = 0;
//     static auto members(auto& self) {
//       return std::tie(self.name, self.width);
//     }
//   };
//   std::string bytes = to_bytes(photo);
//   Photo same = from_bytes<Photo>(bytes);   // in reader.hpp

template <typename T>
concept HasMembers = requires(T& value) { T::members(value); };

template <typename T>
constexpr bool is_vector = false;
template <typename T>
constexpr bool is_vector<std::vector<T>> = true;
template <typename T>
constexpr bool is_pair = false;
template <typename First, typename Second>
constexpr bool is_pair<std::pair<First, Second>> = true;

class Writer {
 public:
  template <typename T>
  void write(const T& value);

  std::string bytes;
};

// #region write
template <typename T>
void Writer::write(const T& value) {
  if constexpr (std::is_arithmetic_v<T>) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
  } else if constexpr (std::is_same_v<T, std::string>) {
    write(std::uint64_t{value.size()});
    bytes += value;
  } else if constexpr (is_vector<T>) {
    using Item = typename T::value_type;
    write(std::uint64_t{value.size()});
    if constexpr (std::is_arithmetic_v<Item> && !std::is_same_v<Item, bool>) {
      bytes.append(reinterpret_cast<const char*>(value.data()),
                   value.size() * sizeof(Item));
    } else {
      for (const Item& item : value) write(item);
    }
  } else if constexpr (is_pair<T>) {
    write(value.first);
    write(value.second);
  } else {
    static_assert(HasMembers<T>, "a struct names its members: see Photo above");
    std::apply([&](const auto&... member) { (write(member), ...); },
               T::members(value));
  }
}
// #endregion write

template <typename T>
std::string to_bytes(const T& value) {
  Writer writer;
  writer.write(value);
  return std::move(writer.bytes);
}

}  // namespace workbook
