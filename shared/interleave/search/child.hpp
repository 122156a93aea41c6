#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "workbook/unique_fd.hpp"

namespace workbook::interleave {

// A child process that does `work` and ends.
class Child {
 public:
  explicit Child(const std::function<void()>& work);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Returns the wait status, or nothing when the time was over and the child
  // was killed.
  std::optional<int> wait(std::chrono::milliseconds time);

 private:
  void stop();
  pid_t pid_ = -1;
  UniqueFd end_;
};

// How a child ended, in words.
std::string describe_status(int status);

}  // namespace workbook::interleave
