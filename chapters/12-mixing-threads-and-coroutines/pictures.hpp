#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// Sections. The first four draw who reads and who writes in each version.
void draw_threads(const Arguments&);
void draw_mixed(const Arguments&);
void draw_tasks(const Arguments&);
void draw_wrapped(const Arguments&);

// What a pool with fewer threads than files does to the version `mixed`.
void small_pool(const Arguments&);

// Many files that hardly grow: what following them costs.
void quiet(const Arguments& arguments);

}  // namespace workbook
