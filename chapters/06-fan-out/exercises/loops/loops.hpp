#pragma once

#include <functional>
#include <string>
#include <vector>

using Names = std::vector<std::string>;
using Mean = std::function<int(int left, int middle, int right)>;

// What `fetch` returns for each name, in the order of the names.
std::vector<std::string> fetch_all(
    const Names& names,
    const std::function<std::string(const std::string&)>& fetch);

// The sum of the sizes of all names.
long total_size(const Names& names,
                const std::function<long(const std::string&)>& size_of);

// The index of the first name that is up, or -1. A question costs money.
int first_up(const Names& names,
             const std::function<bool(const std::string&)>& is_up);

// Each value becomes the mean of itself and its neighbors. The two ends stay.
std::vector<int> blur(const std::vector<int>& values, const Mean& mean);

// Each value becomes the mean of itself and its neighbors, of which the left
// one has been changed already. The two ends stay.
std::vector<int> settle(std::vector<int> values, const Mean& mean);
