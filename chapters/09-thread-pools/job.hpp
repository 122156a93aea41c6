#pragma once

#include <exception>
#include <future>
#include <type_traits>
#include <utility>

namespace workbook {

// Something to run, once. What it is made of does not show in its type, so a
// queue can hold any; unlike std::function, it need not be copyable.
class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  virtual ~Job() = default;

  virtual void run() noexcept = 0;
};

// A job whose outcome goes into a future: what `function()` returns or throws,
// or std::future_error (broken promise) if the job is destroyed unrun.
template <typename F>
class PromisedJob final : public Job {
 public:
  using Result = std::invoke_result_t<F&>;

  explicit PromisedJob(F function) : function_(std::move(function)) {}

  // To be called once.
  std::future<Result> result() { return promise_.get_future(); }

  // #region run
  void run() noexcept override {
    try {
      if constexpr (std::is_void_v<Result>) {
        function_();
        promise_.set_value();
      } else {
        promise_.set_value(function_());
      }
    } catch (...) {
      promise_.set_exception(std::current_exception());
    }
  }
  // #endregion run

 private:
  F function_;
  std::promise<Result> promise_;
};

}  // namespace workbook
