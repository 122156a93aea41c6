#pragma once

#include "06-fan-out/rules.hpp"
#include "06-fan-out/slow_service.hpp"

namespace workbook {

// The rule of the game, which has to ask somebody first; for step_cell().
// Borrows the service.
// #region slow-logic
inline auto slow_logic(SlowService& service) {
  return [&service](Cell cell, int neighbors) {
    service.ask();
    return game_logic(cell, neighbors);
  };
}
// #endregion slow-logic

}  // namespace workbook
