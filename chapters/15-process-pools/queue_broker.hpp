#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "workbook/unique_fd.hpp"

namespace workbook {

// The middle of a joinable queue between processes. It has all the items, and a
// thread that alone touches them: who wants to push or pop asks it, through a
// socket (QueueEnd in queue_end.hpp).
//
//   QueueBroker rack(2, 3);                          // two dishes, three ends
//   QueueEnd<std::string> washer(rack.take_end());
//   Subprocess dryer({...}, {.in = Stream(rack.take_end())});
//
// An item that was popped belongs to its consumer until that says task_done().
// When the consumer ends before, however it ends, the item goes back to the
// front of the queue: each is done at least once.
class QueueBroker {
 public:
  // Makes so many ends; each is for one process, one thread of it.
  QueueBroker(std::size_t capacity, std::size_t ends);

  // Ends the queue: what its ends ask for later, or are waiting for, throws.
  ~QueueBroker();
  QueueBroker(const QueueBroker&) = delete;
  QueueBroker& operator=(const QueueBroker&) = delete;

  // Throws std::logic_error when all have been taken.
  UniqueFd take_end();

 private:
  struct Client {
    UniqueFd socket;
    std::string request = {};           // that has no answer yet; empty: none
    std::deque<std::string> held = {};  // popped and not done, oldest first
  };

  void serve();
  bool hear(Client& client);
  void bury(Client& client);
  void answer_all();
  bool answer(Client& client);
  bool nobody_holds_any() const;

  const std::size_t capacity_;
  std::vector<UniqueFd> ends_;  // not yet taken
  UniqueFd stop_;  // an eventfd: readable when the thread shall end

  // The thread's own.
  std::vector<Client> clients_;
  std::deque<std::string> items_;
  std::size_t unfinished_ = 0;  // in items_ and held
  bool is_closed_ = false;

  std::jthread thread_;
};

}  // namespace workbook
