#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <stdexcept>
#include <vector>

#include "03-gil/execute.hpp"
#include "03-gil/gil.hpp"
#include "03-gil/gil_guards.hpp"

namespace workbook {

// Executes bytecode, in as many threads as call run(). They share its global
// variables.
//
//   Gil gil;
//   Interpreter interpreter(&gil);
//   std::jthread one([&] { interpreter.run(code); });
//   std::jthread two([&] { interpreter.run(code); });
class Interpreter {
 public:
  // With a lock, threads execute bytecode only while they hold it; without one
  // they execute it side by side. The lock stays the caller's.
  explicit Interpreter(Gil* gil = nullptr) : gil_(gil) {}

  // Executes `code` in the calling thread, with one argument for each of its
  // parameters, and returns the list that it appended to. Throws
  // std::domain_error for a remainder by zero, std::overflow_error for a number
  // that does not fit, std::invalid_argument for a wrong number of arguments.
  std::vector<Value> run(const Code& code,
                         std::initializer_list<Value> arguments = {}) {
    return run(code, arguments, [](const Step&) {});
  }

  // The same, and calls `watch` with a Step before each instruction, with the
  // lock held. It may hand the lock over.
  template <typename Watch>
  std::vector<Value> run(const Code& code,
                         std::initializer_list<Value> arguments, Watch watch);

  Value global(const Global& global) const { return globals_[global.number]; }
  void set(const Global& global, Value value) {
    globals_[global.number] = value;
  }

 private:
  Gil* const gil_;
  Globals globals_ = {};
};

// #region run
template <typename Watch>
std::vector<Value> Interpreter::run(const Code& code,
                                    std::initializer_list<Value> arguments,
                                    Watch watch) {
  if (arguments.size() != code.parameters) {
    throw std::invalid_argument(fmt::format("{} arguments for {} parameters",
                                            arguments.size(), code.parameters));
  }
  static const std::atomic<bool> never = false;
  const std::atomic<bool>& drop_requested =
      gil_ == nullptr ? never : gil_->drop_requested();

  const HoldGil hold(gil_);
  return execute(code, arguments, globals_, gil_, [&](const Step& step) {
    watch(step);
    if (drop_requested.load(std::memory_order_relaxed)) gil_->hand_over();
  });
}
// #endregion run

}  // namespace workbook
