#pragma once

#include <string>
#include <string_view>

#include "interleave/engine/step.hpp"

namespace workbook::interleave {

// What the source line `text` calls the object that it does `op` with: "mutex_"
// for `const std::lock_guard lock(mutex_);`. `member` is the member function
// that it calls for that, if known. Empty when the line does not tell.
std::string name_in(std::string_view text, Op op, std::string_view member);

}  // namespace workbook::interleave
