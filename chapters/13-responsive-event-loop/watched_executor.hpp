#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/prefer.hpp>
#include <asio/query.hpp>
#include <asio/require.hpp>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "13-responsive-event-loop/watchdog.hpp"

namespace workbook {

// Runs what it is given where another executor would, and has a watchdog look
// at the clock before and after. A coroutine spawned on it comes by each time
// that it goes on, so whatever it does between two waits has its name.
//
//   Watchdog watchdog(100ms);
//   co_spawn(WatchedExecutor(loop.get_executor(), watchdog, "save"), save(),
//            detached);
//
// The watchdog must be there as long as the coroutine.
class WatchedExecutor {
 public:
  WatchedExecutor(asio::any_io_executor inner, Watchdog& watchdog,
                  std::string name)
      : WatchedExecutor(std::move(inner), watchdog,
                        std::make_shared<const std::string>(std::move(name))) {}

  // #region execute
  template <typename Slice>
  void execute(Slice slice) const {
    inner_.execute([watchdog = watchdog_, name = name_,
                    slice = std::move(slice)]() mutable {
      watchdog->run(*name, std::move(slice));
    });
  }
  // #endregion execute

  bool operator==(const WatchedExecutor&) const noexcept = default;

  // What else Asio asks of an executor: when to run things, whether to count
  // them as work to wait for, which loop it belongs to. The inner one knows.
  template <typename Property>
    requires(asio::can_require_v<asio::any_io_executor, Property>)
  WatchedExecutor require(const Property& property) const {
    return {asio::require(inner_, property), *watchdog_, name_};
  }
  template <typename Property>
    requires(asio::can_prefer_v<asio::any_io_executor, Property>)
  WatchedExecutor prefer(const Property& property) const {
    return {asio::prefer(inner_, property), *watchdog_, name_};
  }
  template <typename Property>
    requires(asio::can_query_v<asio::any_io_executor, Property>)
  decltype(auto) query(const Property& property) const {
    return asio::query(inner_, property);
  }

 private:
  WatchedExecutor(asio::any_io_executor inner, Watchdog& watchdog,
                  std::shared_ptr<const std::string> name)
      : inner_(std::move(inner)),
        watchdog_(&watchdog),
        name_(std::move(name)) {}

  asio::any_io_executor inner_;
  Watchdog* watchdog_;
  std::shared_ptr<const std::string> name_;
};

}  // namespace workbook
