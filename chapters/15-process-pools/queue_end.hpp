#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "15-process-pools/reader.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {

// What a request to a QueueBroker begins with.
enum class QueueCall : char {
  push = 'p',
  pop = 'g',
  done = 'd',
  join = 'j',
  close = 'c'
};

// Sends a request and waits for its answer: what follows the yes, or nothing
// for a no. Throws std::runtime_error when the queue is gone, and
// std::system_error when the request is too long for one message.
std::optional<std::string> ask_broker(const UniqueFd& broker, QueueCall call,
                                      std::string_view what = {});

// An end of a queue between processes: for a producer, a consumer or both.
// Behaves as ClosableQueue of chapter 5 does between threads. Not for two
// threads at once.
template <typename T>
class QueueEnd {
 public:
  explicit QueueEnd(UniqueFd socket) : broker_(std::move(socket)) {}

  // Waits while the queue is full. Returns false when it is closed.
  bool push(const T& item) {
    return ask_broker(broker_, QueueCall::push, to_bytes(item)).has_value();
  }

  // Waits while it is empty. Returns nothing when it is closed and no item can
  // come any more, not even one that its consumer fails to finish.
  std::optional<T> pop() {
    const auto bytes = ask_broker(broker_, QueueCall::pop);
    if (!bytes) return std::nullopt;
    return from_bytes<T>(*bytes);
  }

  // The oldest item that was popped here is done. Throws std::logic_error when
  // there is none.
  void task_done() {
    if (!ask_broker(broker_, QueueCall::done))
      throw std::logic_error("task_done() without an item");
  }

  // Waits until each item that was pushed is done.
  void join() { ask_broker(broker_, QueueCall::join); }

  // No more items: consumers get those that are there, and then nothing.
  void close() { ask_broker(broker_, QueueCall::close); }

 private:
  UniqueFd broker_;
};

}  // namespace workbook
