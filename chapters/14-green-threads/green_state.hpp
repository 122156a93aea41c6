#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <vector>

#include "14-green-threads/green_thread.hpp"
#include "14-green-threads/reactor.hpp"

namespace workbook {

class GreenLoop;

// A green thread and what is known of it.
struct GreenState {
  GreenLoop* loop = nullptr;
  std::uint64_t number = 0;
  std::unique_ptr<GreenThread> thread;  // until it has ended
  bool is_done = false;
  bool is_joined = false;  // somebody was told that it has ended
  std::exception_ptr error;
  std::vector<Reactor::Id> joiners;  // to be woken at the end
};

}  // namespace workbook
