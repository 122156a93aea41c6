#include "interleave/engine/objects.hpp"

namespace workbook::interleave {
namespace {

constexpr std::size_t first_slots = 1024;

std::size_t spread(std::uintptr_t address) {
  return address * 0x9E37'79B9'7F4A'7C15U >> 32;
}

}  // namespace

void Object::reset(std::uintptr_t at) {
  address = at;
  version = 0;
  value = written = 0;
  released.clear();
  released_shared.clear();
  owner = nullptr;
  depth = 0;
  readers = 0;
  count = 0;
  done = false;
  unheard = 0;
  waiting.clear();
}

Objects::Objects() : slots_(first_slots) {}

void Objects::start_run() {
  ++run_;
  used_ = 0;
}

Object& Objects::at(const void* address) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  if (used_ * 2 > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = spread(at) & mask;
  for (; slots_[i].run == run_; i = (i + 1) & mask) {
    if (slots_[i].address == at) return *slots_[i].object;
  }
  if (used_ == objects_.size()) objects_.push_back(std::make_unique<Object>());
  Object& object = *objects_[used_++];
  object.reset(at);
  slots_[i] = {at, run_, &object};
  return object;
}

void Objects::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& was : old) {
    if (was.run != run_) continue;
    std::size_t i = spread(was.address) & mask;
    while (slots_[i].run == run_) i = (i + 1) & mask;
    slots_[i] = was;
  }
}

}  // namespace workbook::interleave
