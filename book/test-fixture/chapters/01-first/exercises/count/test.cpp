#include "count.hpp"

TEST_CASE("no count is lost") { CHECK(count_to(1000) == 1000); }
