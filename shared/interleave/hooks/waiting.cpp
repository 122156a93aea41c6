#include "interleave/hooks/waiting.hpp"

namespace workbook::interleave {

void stop_waiting(Task& task, Object& object) {
  std::erase(object.waiting, &task);
}

void wake(Task& task, Object& object, std::size_t which) {
  Task& woken = *object.waiting[which];
  object.waiting.erase(object.waiting.begin() +
                       static_cast<std::ptrdiff_t>(which));
  woken.woken = true;
  woken.cause = task.past;
  woken.pending.deadline = never;  // it has its signal
}

}  // namespace workbook::interleave
