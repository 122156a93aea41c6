#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Twenty photos through three stages, with one worker each and with three, four
// and five, or as many as `arguments` say.
void workers(const Arguments& arguments);

}  // namespace workbook
