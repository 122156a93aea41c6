#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "05-queues/polling_queue.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {

// A thread that takes items from `in`, and pushes what `function` makes of each
// to `out`. While `in` is empty it naps and looks again. It cannot know when it
// has seen the last item: it ends when it is destroyed.
class PollingWorker {
 public:
  static constexpr std::chrono::microseconds nap{100};

  template <typename In, typename Out, typename Function>
  PollingWorker(Function function, PollingQueue<In>& in, PollingQueue<Out>& out)
      : thread_([this, function = std::move(function), &in,
                 &out](const std::stop_token& stop) mutable {
          while (!stop.stop_requested()) work(function, in, out);
        }) {}

  long items() const { return items_; }
  long polls() const { return polls_; }  // looks at `in`, also in vain
  double idle_seconds() const { return idle_seconds_; }  // spent on naps

 private:
  // #region work
  template <typename In, typename Out, typename Function>
  void work(Function& function, PollingQueue<In>& in, PollingQueue<Out>& out) {
    ++polls_;
    if (std::optional<In> item = in.try_pop()) {
      out.push(function(std::move(*item)));
      ++items_;
    } else {
      const Stopwatch stopwatch;
      std::this_thread::sleep_for(nap);
      idle_seconds_ += stopwatch.seconds();
    }
  }
  // #endregion work

  std::atomic<long> items_ = 0;
  std::atomic<long> polls_ = 0;
  std::atomic<double> idle_seconds_ = 0;
  std::jthread thread_;  // uses the others, so it is the last
};

}  // namespace workbook
