#pragma once

#include <mutex>
#include <optional>
#include <thread>

#include "04-locks/history.hpp"
#include "interleave/interleave.hpp"

// Locks in two threads, taken rightly and wrongly, for the schedule explorer.
namespace workbook::bodies {

// #region deadlock
inline void deadlock() {
  std::mutex scanner;
  std::mutex printer;
  std::thread copy([&] {
    const std::lock_guard one(scanner);
    const std::lock_guard two(printer);
  });
  std::thread test_page([&] {
    const std::lock_guard one(printer);
    const std::lock_guard two(scanner);
  });
  copy.join();
  test_page.join();
}
// #endregion deadlock

// #region scoped-lock
inline void scoped_lock() {
  std::mutex scanner;
  std::mutex printer;
  std::thread copy([&] { const std::scoped_lock both(scanner, printer); });
  std::thread test_page([&] { const std::scoped_lock both(printer, scanner); });
  copy.join();
  test_page.join();
}
// #endregion scoped-lock

template <typename AnyHistory>
void add_all() {
  AnyHistory history;
  std::thread other([&] { history.add_all({1, 2}); });
  history.add(3);
  other.join();
  check(history.size() == 3);
}

struct Table {
  long rows = 0;
};
inline Table make_table() { return {100}; }

// #region double-checked
inline void double_checked() {
  std::mutex mutex;
  bool made = false;
  std::optional<Table> table;
  const auto ask = [&] {
    if (!made) {
      const std::lock_guard lock(mutex);
      if (!made) {
        table = make_table();
        made = true;
      }
    }
    check(table->rows == 100);
  };
  std::thread other(ask);
  ask();
  other.join();
}
// #endregion double-checked

inline void made_once() {
  std::once_flag made;
  std::optional<Table> table;
  const auto ask = [&] {
    std::call_once(made, [&] { table = make_table(); });
    check(table->rows == 100);
  };
  std::thread other(ask);
  ask();
  other.join();
}

// #region static-variable
inline void static_variable() {
  const auto ask = [] {
    static const Table table = make_table();
    check(table.rows == 100);
  };
  std::thread other(ask);
  ask();
  other.join();
}
// #endregion static-variable

}  // namespace workbook::bodies
