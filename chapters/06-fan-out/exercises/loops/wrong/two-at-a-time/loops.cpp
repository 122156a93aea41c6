// Rejected: timeout "total_size asks for all sizes at once"
//
// Tempting: two at a time is twice as fast, and there are only two cores.
//
// Wrong: a call that waits needs no core. All of them can wait at once.
#include "loops.hpp"

#include <algorithm>
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
  for (std::size_t from = 0; from < names.size(); from += 2) {
    const std::size_t count = std::min<std::size_t>(2, names.size() - from);
    at_once(static_cast<int>(count), [&](int call) {
      const std::size_t i = from + static_cast<std::size_t>(call);
      sizes[i] = size_of(names[i]);
    });
  }
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
  std::vector<int> next = values;
  at_once(static_cast<int>(values.size()) - 2, [&](int call) {
    const auto i = static_cast<std::size_t>(call) + 1;
    next[i] = mean(values[i - 1], values[i], values[i + 1]);
  });
  return next;
}

std::vector<int> settle(std::vector<int> values, const Mean& mean) {
  for (std::size_t i = 1; i + 1 < values.size(); ++i)
    values[i] = mean(values[i - 1], values[i], values[i + 1]);
  return values;
}
