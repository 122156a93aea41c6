#pragma once

#include "interleave/engine/execution.hpp"

namespace workbook::interleave {

// What mutexes and reader/writer locks do. False: not taken, or not in time.
bool lock(Task& task, Object& lock, bool recursive, std::int64_t until);
bool try_lock(Task& task, Object& lock, bool recursive);
bool lock_shared(Task& task, Object& lock, std::int64_t until, bool wait);
void unlock(Task& task, Object& lock);

}  // namespace workbook::interleave
