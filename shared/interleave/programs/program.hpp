#pragma once

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "interleave/interleave.hpp"

namespace workbook::programs {

// A small program that is right or wrong in a classical way, and what
// interleave must say of it. Each adds itself to all().
class Program {
 public:
  Program(std::string_view name, Outcome expected, std::function<void()> body,
          ExploreOptions options = {})
      : name_(name),
        expected_(expected),
        body_(std::move(body)),
        options_(options) {
    all().push_back(this);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::string_view name() const { return name_; }
  Outcome expected() const { return expected_; }
  const std::function<void()>& body() const { return body_; }
  const ExploreOptions& options() const { return options_; }

  static std::vector<const Program*>& all() {
    static std::vector<const Program*> programs;
    return programs;
  }

 private:
  std::string_view name_;
  Outcome expected_;
  std::function<void()> body_;
  ExploreOptions options_;
};

}  // namespace workbook::programs
