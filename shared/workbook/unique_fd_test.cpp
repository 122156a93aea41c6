#include "workbook/unique_fd.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <utility>

namespace {

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

int open_null() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

}  // namespace

using workbook::UniqueFd;

TEST_CASE("a UniqueFd closes its descriptor when it is destroyed") {
  const int fd = open_null();
  { const UniqueFd owner(fd); }
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("moving a UniqueFd moves the ownership") {
  UniqueFd first(open_null());
  const int fd = first.get();
  UniqueFd second(std::move(first));
  CHECK(second.get() == fd);
  UniqueFd third(open_null());
  const int replaced = third.get();
  third = std::move(second);
  CHECK(third.get() == fd);
  CHECK(is_open(fd));
  CHECK_FALSE(is_open(replaced));
}

TEST_CASE("release gives the descriptor away open") {
  UniqueFd owner(open_null());
  const int fd = owner.release();
  CHECK_FALSE(owner);
  CHECK(is_open(fd));
  ::close(fd);
}
