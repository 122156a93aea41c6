#include "loops.hpp"  // beside the test: Names and Mean

#include <cstddef>

#include "06-fan-out/at_once.hpp"

using workbook::at_once;

// TODO: which of these five can make all their calls at once? Let them.

// What `fetch` returns for each name, in the order of the names.
std::vector<std::string> fetch_all(
    const Names& names,
    const std::function<std::string(const std::string&)>& fetch) {
  std::vector<std::string> texts;
  for (const std::string& name : names) texts.push_back(fetch(name));
  return texts;
}

// The sum of the sizes of all names.
long total_size(const Names& names,
                const std::function<long(const std::string&)>& size_of) {
  long total = 0;
  for (const std::string& name : names) total += size_of(name);
  return total;
}

// The index of the first name that is up, or -1. A question costs money.
int first_up(const Names& names,
             const std::function<bool(const std::string&)>& is_up) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (is_up(names[i])) return static_cast<int>(i);
  }
  return -1;
}

// Each value becomes the mean of itself and its neighbors. The two ends stay.
std::vector<int> blur(const std::vector<int>& values, const Mean& mean) {
  std::vector<int> next = values;
  for (std::size_t i = 1; i + 1 < values.size(); ++i)
    next[i] = mean(values[i - 1], values[i], values[i + 1]);
  return next;
}

// Each value becomes the mean of itself and its neighbors, of which the left
// one has been changed already. The two ends stay.
std::vector<int> settle(std::vector<int> values, const Mean& mean) {
  for (std::size_t i = 1; i + 1 < values.size(); ++i)
    values[i] = mean(values[i - 1], values[i], values[i + 1]);
  return values;
}
