#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "05-queues/closable_queue.hpp"

namespace workbook {

// A thread that deals with the items of a queue until that is closed and
// drained.
//
//   StoppableWorker resizer(resize, photos, thumbnails);
//   ...
//   photos.close();
//   resizer.join();
//
// An exception of `function` costs its item and no more: the worker goes on.
class StoppableWorker {
 public:
  // Calls function(item) for each item. Holds references to the queue.
  template <typename Function, typename In>
  StoppableWorker(Function function, ClosableQueue<In>& in);

  // Pushes each function(item) to `out`. When `out` is closed, nobody wants the
  // results any more: then the worker closes `in`, and drops what is in it.
  template <typename Function, typename In, typename Out>
  StoppableWorker(Function function, ClosableQueue<In>& in,
                  ClosableQueue<Out>& out);

  // Without join() the work is given up: closes the queues of the worker, drops
  // what is in `in` and waits for the item that `function` is at.
  ~StoppableWorker() = default;
  StoppableWorker(StoppableWorker&&) = default;
  StoppableWorker& operator=(StoppableWorker&&) = delete;

  // Waits until `in` is closed and drained. Throws the first exception that
  // `function` threw.
  void join();

 private:
  template <typename In, typename Step>
  static void serve(ClosableQueue<In>& in, Step step,
                    const std::stop_token& stop, std::exception_ptr& error);

  // The thread's own until it has ended; stays where it is when this is moved.
  std::unique_ptr<std::exception_ptr> error_ =
      std::make_unique<std::exception_ptr>();
  std::jthread thread_;  // its destructor requests the stop
};

// `count` workers that do the same: a stage of a pipeline.
template <typename Function, typename... Queues>
std::vector<StoppableWorker> start_workers(std::size_t count, Function function,
                                           Queues&... queues) {
  std::vector<StoppableWorker> workers;
  workers.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    workers.emplace_back(function, queues...);
  return workers;
}

// Closes `in` and waits until its workers have dealt with all that is in it.
// Throws the first exception that one of them has.
template <typename In>
void finish(ClosableQueue<In>& in, std::vector<StoppableWorker>& workers);

template <typename Function, typename In>
StoppableWorker::StoppableWorker(Function function, ClosableQueue<In>& in) {
  thread_ =
      std::jthread([&in, &error = *error_, function = std::move(function)](
                       const std::stop_token& stop) mutable {
        const std::stop_callback give_up(stop, [&in] { in.close(); });
        const auto step = [&](In& item) {
          function(std::move(item));
          return true;
        };
        serve(in, step, stop, error);
      });
}

template <typename Function, typename In, typename Out>
StoppableWorker::StoppableWorker(Function function, ClosableQueue<In>& in,
                                 ClosableQueue<Out>& out) {
  thread_ = std::jthread(
      [&in, &out, &error = *error_,
       function = std::move(function)](const std::stop_token& stop) mutable {
        const std::stop_callback give_up(stop, [&in, &out] {
          in.close();
          out.close();
        });
        const auto step = [&](In& item) {
          return out.push(function(std::move(item)));
        };
        serve(in, step, stop, error);
      });
}

// #region serve
template <typename In, typename Step>
void StoppableWorker::serve(ClosableQueue<In>& in, Step step,
                            const std::stop_token& stop,
                            std::exception_ptr& error) {
  bool is_wanted = true;
  for (In& item : in) {
    if (!is_wanted || stop.stop_requested()) continue;  // dropped
    try {
      is_wanted = step(item);
    } catch (...) {
      if (!error) error = std::current_exception();
    }
    if (!is_wanted) in.close();
  }
}
// #endregion serve

inline void StoppableWorker::join() {
  thread_.join();
  if (*error_) std::rethrow_exception(*error_);
}

// #region finish
template <typename In>
void finish(ClosableQueue<In>& in, std::vector<StoppableWorker>& workers) {
  in.close();
  std::exception_ptr first;
  for (StoppableWorker& worker : workers) {
    try {
      worker.join();
    } catch (...) {
      if (!first) first = std::current_exception();
    }
  }
  if (first) std::rethrow_exception(first);
}
// #endregion finish

}  // namespace workbook
