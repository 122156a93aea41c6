// Rejected: race "total += size"
//
// Tempting: the loop adds up, so let each call add its size: it is one line,
// and a sum does not care for the order.
//
// Wrong: it is load, add, store, and two calls do it at once. Fan out what is
// slow; add up when all have ended.
#include "loops.hpp"

#include <cstddef>

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
  long total = 0;
  at_once(static_cast<int>(names.size()), [&](int call) {
    const long size = size_of(names[static_cast<std::size_t>(call)]);
    total += size;
  });
  return total;
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
