#pragma once

#include <string>
#include <vector>

namespace workbook {

// How threads wait for each other.

void stop(const std::vector<std::string>& arguments);
void polling(const std::vector<std::string>& arguments);
void event(const std::vector<std::string>& arguments);
void barrier(const std::vector<std::string>& arguments);

}  // namespace workbook
