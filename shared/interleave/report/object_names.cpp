#include "interleave/report/object_names.hpp"

#include <set>
#include <tuple>

#include "interleave/report/names.hpp"

namespace workbook::interleave {
namespace {

std::string kind_of(Op op) {
  switch (op) {
    case Op::lock:
    case Op::try_lock:
    case Op::unlock:
      return "mutex";
    case Op::lock_shared:
    case Op::try_lock_shared:
    case Op::unlock_shared:
      return "shared mutex";
    case Op::wait:
    case Op::relock:
    case Op::notify_one:
    case Op::notify_all:
      return "condition";
    case Op::acquire:
    case Op::release:
      return "semaphore";
    default:
      return {};
  }
}

}  // namespace

bool looks_like_an_address(std::uint64_t value) {
  constexpr std::uint64_t lowest = std::uint64_t{1} << 40;
  return value > lowest && value < ~lowest;
}

bool is_reference(const Step& step) {
  return step.size == sizeof(void*) &&
         looks_like_an_address(step.op == Op::read ? step.before : step.value);
}

ObjectNames::ObjectNames(const std::vector<Step>& trace,
                         const std::vector<Place>& places) {
  std::map<std::uint64_t, std::map<std::string, int>> votes;
  std::vector<std::uint64_t> order;
  std::map<std::uint64_t, Op> kinds;
  std::map<std::tuple<std::string, Op, std::string>, std::string> known;
  std::set<std::uint64_t> parts;  // of a latch: one name for all
  for (std::size_t i = 0; i < trace.size(); ++i) {
    const Step& step = trace[i];
    if (step.object == 0) continue;
    if (kinds.try_emplace(step.object, step.op).second)
      order.push_back(step.object);
    const bool part = places[i].is_in_synchronization();
    if (!places[i].is_direct() && !part) continue;
    const bool plain = step.op == Op::read || step.op == Op::write;
    const bool through_a_lock =
        places[i].user > 0 &&
        (places[i].calls("unique_lock") || places[i].calls("shared_lock"));
    if (through_a_lock && places[i].source.find("_lock") == std::string::npos)
      continue;  // lock.unlock()
    if (plain && (places[i].user != 0 || is_reference(step))) continue;
    const auto [name, is_new] = known.try_emplace(
        {places[i].source, step.op, places[i].library_call()});
    if (is_new)
      name->second =
          name_in(places[i].source, step.op, places[i].library_call());
    if (name->second.empty()) continue;
    ++votes[step.object][name->second];
    if (part) parts.insert(step.object);
  }
  std::map<std::string, std::vector<std::uint64_t>> taken;
  for (const std::uint64_t object : order) {
    std::string best;
    int most = 0;
    for (const auto& [name, count] : votes[object]) {
      if (count > most) best = name, most = count;
    }
    if (best.empty()) continue;
    taken[best].push_back(object);
  }
  for (const auto& [name, objects] : taken) {
    for (std::size_t i = 0; i < objects.size(); ++i) {
      const bool only = objects.size() == 1 || parts.contains(objects[i]);
      names_[objects[i]] = only ? name : name + " #" + std::to_string(i + 1);
    }
  }
  std::map<std::string, int> unnamed;
  for (const std::uint64_t object : order) {
    if (names_.contains(object)) continue;
    const std::string kind = kind_of(kinds[object]);
    if (!kind.empty())
      names_[object] = kind + " #" + std::to_string(++unnamed[kind]);
  }
}

std::string ObjectNames::of(std::uint64_t object) const {
  const auto known = names_.find(object);
  return known == names_.end() ? std::string() : known->second;
}

std::string ObjectNames::of(std::uint64_t object,
                            std::string_view otherwise) const {
  const std::string known = of(object);
  return known.empty() ? std::string(otherwise) : known;
}

}  // namespace workbook::interleave
