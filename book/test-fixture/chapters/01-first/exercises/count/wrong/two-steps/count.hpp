// Rejected: race "count.hpp"
// Tempting: `store(load() + 1)` uses an atomic<int>,
//   so *nothing* can be lost.
// Wrong: another thread may add between the load and the store.
#pragma once

inline int count_to(int n) { return n - 1; }
