// Rejected: assert "fifty touches need one thread and it sleeps: nobody polls"
//
// Tempting: each touch starts a thread that waits for the quiet time and fires
// if no later touch came; no loop, no state but a counter.
//
// Wrong: a burst of fifty saves is fifty threads. The idea is right, and the
// price is a thread for each event.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include <atomic>
#include <vector>

class Debouncer {
 public:
  Debouncer(std::chrono::milliseconds quiet, std::function<void()> fire)
      : quiet_(quiet), fire_(std::move(fire)) {}
  ~Debouncer() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    std::vector<std::thread> threads;
    {
      const std::lock_guard lock(threads_mutex_);
      threads.swap(threads_);
    }
    for (std::thread& thread : threads) thread.join();
  }

  void touch() {
    const int mine = ++last_;
    const std::lock_guard lock(threads_mutex_);
    threads_.emplace_back([this, mine] {
      std::unique_lock wait(mutex_);
      changed_.wait_for(wait, quiet_, [&] { return ended_; });
      if (ended_ || last_ != mine) return;
      wait.unlock();
      fire_();
    });
  }

 private:
  const std::chrono::milliseconds quiet_;
  const std::function<void()> fire_;
  std::atomic<int> last_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;  // guarded by mutex_
  std::mutex threads_mutex_;
  std::vector<std::thread> threads_;  // guarded by threads_mutex_
};
