#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/engine/step.hpp"
#include "interleave/report/places.hpp"

namespace workbook::interleave {

// What the source calls the objects of a schedule: the name that most lines
// give to it, or its kind and a number.
class ObjectNames {
 public:
  ObjectNames(const std::vector<Step>& trace, const std::vector<Place>& places);

  std::string of(std::uint64_t object) const;  // empty if there is none
  std::string of(std::uint64_t object, std::string_view otherwise) const;

 private:
  std::map<std::uint64_t, std::string> names_;
};

// The compiler's own: what a lambda captured by reference.
bool is_reference(const Step& step);

bool looks_like_an_address(std::uint64_t value);

}  // namespace workbook::interleave
