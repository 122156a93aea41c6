#pragma once

#include "workbook/sections.hpp"

namespace workbook {

// The sections that find the factors of numbers. Each number that is given, or
// each of four numbers, is the work of one thread.

void factorize_table(const Arguments& arguments);

void factorize_serial(const Arguments& arguments);
void factorize_with_lock(const Arguments& arguments);
void factorize_without_lock(const Arguments& arguments);
void factorize_native(const Arguments& arguments);

}  // namespace workbook
