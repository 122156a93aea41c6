#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Section: very many coroutines that wait at once, beside threads that do.
void million(const Arguments& arguments);

}  // namespace workbook
