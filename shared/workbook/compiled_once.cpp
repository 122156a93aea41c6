#include "workbook/compiled_once.hpp"

#define WORKBOOK_TEMPLATE template
#include "workbook/compiled_once.inc"
