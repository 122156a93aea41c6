#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "workbook/unique_fd.hpp"

namespace workbook {

// Something slow to ask over a connection, like a database or another machine:
// it answers each question after a while. Whoever asks really waits, in the
// system, for the answer to come through a socket.
//
//   SlowService service(1ms);
//   service.ask();  // returns about 1 ms later
//
// One thread with a timer gives all the answers, so a thousand questions at
// once are all answered in time.
class SlowService {
 public:
  // Lets this process open as many files as the system allows it: a question
  // takes two. Throws std::system_error.
  explicit SlowService(
      std::chrono::nanoseconds delay = std::chrono::milliseconds(1));
  SlowService(const SlowService&) = delete;
  SlowService& operator=(const SlowService&) = delete;

  // By now nobody may be asking any more.
  ~SlowService();

  // Asks, and sleeps until the answer is there. May be called by any number of
  // threads at once: each of them has a connection of its own meanwhile. Throws
  // std::system_error when there is no answer, for example because there can be
  // no more open files.
  void ask();

  // A connection of one's own, for those who wait for many answers at once:
  // each byte that is written to it comes back after the delay. Close it when
  // it is no longer needed.
  UniqueFd connect();

  // How many questions were asked so far.
  std::size_t questions() const { return questions_; }

  // How many of them, at most, waited for their answers at the same time.
  std::size_t most_at_once() const { return most_at_once_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Answer {
    Clock::time_point due;
    int connection;
    char byte;
    bool last;  // the client has left: close the connection in place of it
  };

  UniqueFd take_connection();

  void serve();
  void read_question(int connection);
  void send_due_answers();
  void set_timer();

  const std::chrono::nanoseconds delay_;
  const UniqueFd ready_;  // epoll: the connections, the timer and stop_
  const UniqueFd timer_;
  const UniqueFd stop_;         // an eventfd, written once
  std::deque<Answer> answers_;  // the next one first; the server's own

  std::mutex mutex_;
  std::map<int, UniqueFd> connections_;  // the server's ends; guarded by mutex_
  std::vector<UniqueFd> idle_;  // clients' ends that ask() may use again;
                                // guarded by mutex_
  std::atomic<std::size_t> questions_ = 0;     // written by the server only
  std::atomic<std::size_t> most_at_once_ = 0;  // written by the server only

  std::jthread server_;  // last: it uses all of the above
};

}  // namespace workbook
