#include "workbook/compiled_once.hpp"

#define WORKBOOK_COMPILED_HERE(...) template class __VA_ARGS__
WORKBOOK_COMPILED_ONCE(WORKBOOK_COMPILED_HERE);
