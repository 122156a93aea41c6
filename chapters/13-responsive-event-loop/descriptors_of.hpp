#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace workbook {

// For tests: the descriptors by which this process has the file open.
inline std::vector<int> descriptors_of(const std::filesystem::path& file) {
  std::vector<int> descriptors;
  for (const auto& each :
       std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code is_gone;
    if (std::filesystem::equivalent(each.path(), file, is_gone))
      descriptors.push_back(std::stoi(each.path().filename()));
  }
  return descriptors;
}

}  // namespace workbook
