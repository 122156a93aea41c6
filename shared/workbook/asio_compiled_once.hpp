#pragma once

// compiled_once.hpp for tests that include Asio: what a coroutine of Asio's is
// made of.

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/version.hpp>
#include <chrono>
#include <memory>
#include <system_error>

#define WORKBOOK_ASIO_COMPILED_ONCE(of)                                      \
  of(asio::execution::any_executor<                                          \
      asio::execution::context_as_t<asio::execution_context&>,               \
      asio::execution::blocking_t::never_t,                                  \
      asio::execution::prefer_only<asio::execution::blocking_t::possibly_t>, \
      asio::execution::prefer_only<                                          \
          asio::execution::outstanding_work_t::tracked_t>,                   \
      asio::execution::prefer_only<                                          \
          asio::execution::outstanding_work_t::untracked_t>,                 \
      asio::execution::prefer_only<asio::execution::relationship_t::fork_t>, \
      asio::execution::prefer_only<                                          \
          asio::execution::relationship_t::continuation_t>>);                \
  of(asio::awaitable<void>);                                                 \
  of(asio::awaitable<int>);                                                  \
  of(asio::basic_waitable_timer<std::chrono::steady_clock>);                 \
  of(asio::io_context::basic_executor_type<std::allocator<void>, 0>);        \
  of(asio::io_context::basic_executor_type<std::allocator<void>, 4>);        \
  of(asio::thread_pool::basic_executor_type<std::allocator<void>, 0>);       \
  of(asio::thread_pool::basic_executor_type<std::allocator<void>, 8>)

#define WORKBOOK_COMPILED_ELSEWHERE(...) extern template class __VA_ARGS__
WORKBOOK_ASIO_COMPILED_ONCE(WORKBOOK_COMPILED_ELSEWHERE);

// These have no documented name. With another version of Asio they are compiled
// with each test.
#if ASIO_VERSION / 100 == 1022
namespace workbook::asio_1_22 {
using SteadyTime = asio::detail::chrono_time_traits<
    std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>>;
using EntryPoint = asio::detail::awaitable_thread_entry_point;
using Work = asio::detail::scheduler_operation;
}  // namespace workbook::asio_1_22
#define WORKBOOK_ASIO_1_22_COMPILED_ONCE(of)                                   \
  of(asio::detail::awaitable_frame<workbook::asio_1_22::EntryPoint,            \
                                   asio::any_io_executor>);                    \
  of(asio::detail::awaitable_frame<void, asio::any_io_executor>);              \
  of(asio::detail::awaitable_frame<int, asio::any_io_executor>);               \
  of(asio::detail::awaitable_frame_base<asio::any_io_executor>);               \
  of(asio::detail::awaitable_handler_base<asio::any_io_executor, void>);       \
  of(asio::detail::awaitable_handler<asio::any_io_executor>);                  \
  of(asio::detail::awaitable_handler<asio::any_io_executor, std::error_code>); \
  of(asio::detail::awaitable_thread<asio::any_io_executor>);                   \
  of(asio::detail::deadline_timer_service<workbook::asio_1_22::SteadyTime>);   \
  of(asio::detail::executor_op<asio::detail::executor_function,                \
                               std::allocator<void>,                           \
                               workbook::asio_1_22::Work>);                    \
  of(asio::detail::executor_op<asio::detail::executor_function_view,           \
                               std::allocator<void>,                           \
                               workbook::asio_1_22::Work>);                    \
  of(asio::detail::timer_queue<workbook::asio_1_22::SteadyTime>)
WORKBOOK_ASIO_1_22_COMPILED_ONCE(WORKBOOK_COMPILED_ELSEWHERE);
#endif
