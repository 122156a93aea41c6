// Futures, and a pool that gives them.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

using namespace std::chrono_literals;

const Program kept_promise("future: a promise kept", Outcome::pass,
                           [] {
                             std::promise<int> promise;
                             std::future<int> future = promise.get_future();
                             std::thread a([&] { promise.set_value(42); });
                             check(future.get() == 42);
                             a.join();
                           },
                           {.preemptions = 1});

const Program broken_promise("future: a promise broken", Outcome::exception,
                             [] {
                               std::future<int> future;
                               {
                                 std::promise<int> promise;
                                 future = promise.get_future();
                                 std::thread a(
                                     [promise = std::move(promise)] {});
                                 a.join();
                               }
                               future.get();
                             });

const Program exception_in_future(
    "future: an exception on its way", Outcome::pass,
    [] {
      std::future<int> future = std::async(
          std::launch::async, []() -> int { throw std::runtime_error("no"); });
      bool caught = false;
      try {
        future.get();
      } catch (const std::runtime_error& error) {
        caught = std::string_view(error.what()) == "no";
      }
      check(caught);
    },
    {.preemptions = 1});

const Program packaged_task(
    "future: a packaged task", Outcome::pass,
    [] {
      std::packaged_task<int(int)> twice([](int x) { return 2 * x; });
      std::future<int> future = twice.get_future();
      std::thread a(std::move(twice), 21);
      check(future.wait_for(1s) == std::future_status::ready ||
            future.wait_for(0s) != std::future_status::deferred);
      check(future.get() == 42);
      a.join();
    },
    {.preemptions = 1});

// Runs tasks in one thread.
class Pool {
 public:
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_one();
    worker_.join();
  }
  std::future<int> submit(std::function<int()> work) {
    auto task = std::make_shared<std::packaged_task<int()>>(std::move(work));
    std::future<int> result = task->get_future();
    {
      const std::lock_guard lock(mutex_);
      tasks_.emplace([task] { (*task)(); });
    }
    changed_.notify_one();
    return result;
  }

 private:
  void run() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || !tasks_.empty(); });
        if (tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop();
      }
      task();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<std::function<void()>> tasks_;
  bool stopped_ = false;
  std::thread worker_{[this] { run(); }};
};

const Program pool_result("pool: a task gives its result", Outcome::pass,
                          [] {
                            Pool pool;
                            check(pool.submit([] { return 42; }).get() == 42);
                          },
                          {.preemptions = 1});

const Program pool_waits_for_itself(
    "pool: a task waits for a task behind it", Outcome::deadlock, [] {
      Pool pool;
      const auto outer = [&] { return pool.submit([] { return 1; }).get(); };
      pool.submit(outer).get();
    });

const Program at_thread_exit("future: ready when the thread has ended",
                             Outcome::pass,
                             [] {
                               static bool gone = false;
                               struct Local {
                                 ~Local() { gone = true; }
                               };
                               std::promise<int> promise;
                               std::future<int> future = promise.get_future();
                               std::thread a([&] {
                                 static thread_local Local local;
                                 static_cast<void>(&local);
                                 promise.set_value_at_thread_exit(42);
                               });
                               check(future.get() == 42);
                               a.join();
                               check(gone);
                             },
                             {.preemptions = 1});

const Program own_promise("future: of a promise that the waiting thread holds",
                          Outcome::deadlock, [] {
                            std::promise<int> promise;
                            promise.get_future().get();
                          });

const Program async_under_lock(
    "future: async's is dropped, under a lock that its task needs",
    Outcome::deadlock, [] {
      std::mutex mutex;
      const std::lock_guard lock(mutex);
      std::async(std::launch::async, [&] {
        const std::lock_guard inner(mutex);
      }).wait();
    });

const Program worker_misses(
    "pool: the worker misses the task that is waited for", Outcome::lost_wakeup,
    [] {
      std::mutex mutex;
      std::condition_variable changed;
      std::atomic<bool> has_task = false;
      std::promise<int> result;
      std::thread worker([&] {
        std::unique_lock lock(mutex);
        while (!has_task) changed.wait(lock);
        result.set_value(42);
      });
      has_task = true;  // without the lock
      changed.notify_one();
      check(result.get_future().get() == 42);
      worker.join();
    });

}  // namespace
}  // namespace workbook::programs
