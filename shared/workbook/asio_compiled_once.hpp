#pragma once

// compiled_once.hpp for tests that include Asio: what its coroutines, its
// timers and their executors are made of.

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

// What they are made of has no documented name, and another version of Asio may
// have others: with that, it is compiled with each test.
#if ASIO_VERSION / 100 == 1022
#define WORKBOOK_KNOWS_ASIO
#endif

#ifdef WORKBOOK_KNOWS_ASIO
#define WORKBOOK_TEMPLATE extern template
#include "workbook/asio_compiled_once.inc"
#undef WORKBOOK_TEMPLATE
#endif
