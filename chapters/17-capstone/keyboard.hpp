#pragma once

#include <atomic>
#include <functional>
#include <string_view>
#include <thread>
#include <vector>

#include "17-capstone/event.hpp"
#include "17-capstone/wake.hpp"

namespace workbook {

// Makes keys of the bytes that a terminal sends: UTF-8 letters, and the
// sequences of arrow and page keys. An unknown sequence is dropped.
std::vector<Key> decode_keys(std::string_view bytes);

// A thread that waits for keys at standard input and calls `heard` for each.
// It ends in its destructor, at once.
class Keyboard {
 public:
  explicit Keyboard(std::function<void(Key)> heard);

  // While another program has the terminal, its keys are not ours.
  void pause();
  void resume();

 private:
  void listen(const std::stop_token& stop);

  std::function<void(Key)> heard_;
  std::atomic<bool> paused_ = false;
  Wake wake_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace workbook
