#pragma once

#include <sys/socket.h>

#include <optional>
#include <utility>

#include "01-subprocess/subprocess.hpp"
#include "15-process-pools/channel.hpp"
#include "15-process-pools/functions.hpp"

namespace workbook {

// The first line of main() in a program that has a ProcessPool:
//
//   int main(int argc, char** argv) {
//     if (const auto status = serve_if_worker(argc, argv, functions()))
//       return *status;
//
// In a process that a pool started it calls functions until the pool is gone,
// and returns the exit status. In any other it returns nothing at once.
std::optional<int> serve_if_worker(int argc, char** argv,
                                   const Functions& functions);

// The other side: a process of this very program that does so. Throws
// std::logic_error in one that should and does not, or each worker would start
// workers of its own.
struct Worker {
  Worker() : Worker(socket_pair(SOCK_STREAM)) {}

  Subprocess process;
  Channel channel;  // to it

 private:
  explicit Worker(std::pair<UniqueFd, UniqueFd> ends);
};

}  // namespace workbook
