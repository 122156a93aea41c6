#include "interleave/search/channel.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "workbook/errno_error.hpp"

namespace workbook::interleave {
namespace {

constexpr std::size_t trace_room = std::size_t{256}
                                   << 20;  // reserved, not used

}  // namespace

Channel::Channel() {
  void* memory =
      ::mmap(nullptr, sizeof(Shared) + trace_room, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw_errno("mmap shared memory");
  shared_ = static_cast<Shared*>(memory);
}

Channel::~Channel() { ::munmap(shared_, sizeof(Shared) + trace_room); }

void set_message(Shared& shared, std::string_view text) {
  const std::size_t size = std::min(text.size(), shared.message.size() - 1);
  std::memcpy(shared.message.data(), text.data(), size);
  shared.message[size] = '\0';
}

void set_racy(Shared& shared, const std::vector<std::uint64_t>& racy) {
  shared.racy = std::min(racy.size(), most_racy);
  std::copy_n(racy.begin(), shared.racy, shared.racy_pc.begin());
}

// Writes the steps as the bytes of their fields, then the length of the stack
// and the stack.
void set_trace(Shared& shared, const std::vector<Step>& trace) {
  char* at = shared.trace;
  const char* end = shared.trace + trace_room;
  for (const Step& step : trace) {
    const std::size_t stack = step.stack.size();
    const std::size_t size =
        sizeof(step) + sizeof(stack) + stack * sizeof(std::uint64_t);
    if (at + size > end) break;
    Step plain = {step.thread, step.op,    step.ending, step.awaited,
                  step.size,   step.other, step.object, step.before,
                  step.value,  {}};
    std::memcpy(at, static_cast<void*>(&plain), sizeof(plain));
    at += sizeof(plain);
    std::memcpy(at, &stack, sizeof(stack));
    at += sizeof(stack);
    std::memcpy(at, step.stack.data(), stack * sizeof(std::uint64_t));
    at += stack * sizeof(std::uint64_t);
    ++shared.steps;
  }
}

std::vector<Step> get_trace(const Shared& shared) {
  std::vector<Step> trace;
  const char* at = shared.trace;
  for (std::size_t i = 0; i < shared.steps; ++i) {
    Step step;
    alignas(Step) char bytes[sizeof(Step)];
    std::memcpy(bytes, at, sizeof(Step));
    const Step& raw = *reinterpret_cast<const Step*>(bytes);
    step.thread = raw.thread, step.op = raw.op, step.ending = raw.ending,
    step.awaited = raw.awaited, step.size = raw.size, step.other = raw.other;
    step.object = raw.object, step.before = raw.before, step.value = raw.value;
    at += sizeof(Step);
    std::size_t stack = 0;
    std::memcpy(&stack, at, sizeof(stack));
    at += sizeof(stack);
    step.stack.resize(stack);
    std::memcpy(step.stack.data(), at, stack * sizeof(std::uint64_t));
    at += stack * sizeof(std::uint64_t);
    trace.push_back(std::move(step));
  }
  return trace;
}

}  // namespace workbook::interleave
