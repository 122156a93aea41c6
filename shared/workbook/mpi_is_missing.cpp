// In place of the test of an exercise that needs MPI, where there is none.

#include <doctest/doctest.h>

TEST_CASE("this exercise runs on ranks of MPI") {
  FAIL(
      "MPI is missing; on Debian or Ubuntu: "
      "apt-get install openmpi-bin libopenmpi-dev");
}
