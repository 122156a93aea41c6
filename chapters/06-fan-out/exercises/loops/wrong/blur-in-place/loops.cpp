// Rejected: race "copy[i] = mean"
//
// Tempting: a copy of the values to work in, and back it goes: the argument is
// left alone, as it should be.
//
// Wrong: the calls read from the copy that they write to. What one reads
// depends on who was first.
#include "loops.hpp"

#include <cstddef>
#include <numeric>

#include "06-fan-out/at_once.hpp"

using workbook::at_once;

std::vector<std::string> fetch_all(
    const Names& names,
    const std::function<std::string(const std::string&)>& fetch) {
  std::vector<std::string> texts(names.size());
  at_once(static_cast<int>(names.size()), [&](int call) {
    const auto i = static_cast<std::size_t>(call);
    texts[i] = fetch(names[i]);
  });
  return texts;
}

long total_size(const Names& names,
                const std::function<long(const std::string&)>& size_of) {
  std::vector<long> sizes(names.size());
  at_once(static_cast<int>(names.size()), [&](int call) {
    const auto i = static_cast<std::size_t>(call);
    sizes[i] = size_of(names[i]);
  });
  return std::accumulate(sizes.begin(), sizes.end(), 0L);
}

int first_up(const Names& names,
             const std::function<bool(const std::string&)>& is_up) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (is_up(names[i])) return static_cast<int>(i);
  }
  return -1;
}

std::vector<int> blur(const std::vector<int>& values, const Mean& mean) {
  std::vector<int> copy = values;
  at_once(static_cast<int>(copy.size()) - 2, [&](int call) {
    const auto i = static_cast<std::size_t>(call) + 1;
    copy[i] = mean(copy[i - 1], copy[i], copy[i + 1]);
  });
  return copy;
}

std::vector<int> settle(std::vector<int> values, const Mean& mean) {
  for (std::size_t i = 1; i + 1 < values.size(); ++i)
    values[i] = mean(values[i - 1], values[i], values[i + 1]);
  return values;
}
