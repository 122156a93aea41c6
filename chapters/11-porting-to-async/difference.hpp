#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The section `diff`: what is different in the coroutine's form of a session
// and of a game.
void difference(const Arguments& arguments);

}  // namespace workbook
