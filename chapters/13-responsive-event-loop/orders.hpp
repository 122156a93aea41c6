#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "13-responsive-event-loop/latencies.hpp"
#include "13-responsive-event-loop/watchdog.hpp"
#include "workbook/sections.hpp"
#include "workbook/temporary_directory.hpp"

namespace workbook {

// The running example: a shop that writes a line for each order into a file on
// a disk that hangs once, while a ticker waits for its turn.
struct OrderOptions {
  std::filesystem::path file;
  std::chrono::milliseconds block{500};  // how long the disk hangs
  long lines = 60;

  // Where `file` is, unless the user named one.
  std::shared_ptr<TemporaryDirectory> directory = {};
};

constexpr const char* order_arguments =
    "[--file PATH] [--block-ms N] [--lines N]";

// Throws UsageError, also for a file that cannot be opened.
OrderOptions parse_order_options(const Arguments& arguments);

// To be called before each write: the one in the middle takes longer.
std::function<void()> hang_once(const OrderOptions& options);

struct Measured {
  Latencies ticks = {};
  Latencies naive_ticks = {};
};

// One coroutine writes the orders, in the thread of the loop; two others tick.
Measured save_directly(const OrderOptions& options);

// The same with a WriteThread.
Measured save_in_a_thread(const OrderOptions& options);

// save_directly, with each coroutine known to `watchdog` by its name.
void save_watched(const OrderOptions& options, Watchdog& watchdog);

}  // namespace workbook
