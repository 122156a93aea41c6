#include "workbook/asio_compiled_once.hpp"

#ifdef WORKBOOK_KNOWS_ASIO
#define WORKBOOK_TEMPLATE template
#include "workbook/asio_compiled_once.inc"
#endif
