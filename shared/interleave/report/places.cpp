#include "interleave/report/places.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <utility>

namespace workbook::interleave {

std::string Place::where() const {
  if (!known()) return "code without line numbers";
  return std::filesystem::path(frame().file).filename().string() + ":" +
         std::to_string(frame().line);
}

bool Place::is_direct() const {
  for (std::size_t f = 0; f < user; ++f) {
    const std::string file =
        std::filesystem::path(frames[f].file).filename().string();
    static const std::set<std::string> thin = {"atomic",
                                               "atomic_base.h",
                                               "std_mutex.h",
                                               "unique_lock.h",
                                               "mutex",
                                               "shared_mutex",
                                               "gthr-default.h",
                                               "condition_variable",
                                               "this_thread_sleep.h",
                                               "std_thread.h",
                                               "atomic_wait.h",
                                               "",
                                               "invoke.h"};
    if (!thin.contains(file)) return false;
  }
  return known();
}

std::string Place::library_call() const {
  return user == 0 ? "" : member_name(frames[user - 1].function);
}

bool Place::is_in_synchronization() const {
  return known() && user > 0 &&
         (calls("std::latch::") || calls("std::barrier<") ||
          calls("std::counting_semaphore<"));
}

bool Place::calls(std::string_view name) const {
  return frames[user - 1].function.find(name) != std::string::npos;
}

std::vector<Place> find_places(const std::vector<Step>& trace) {
  std::vector<Place> places;
  std::vector<std::uint64_t> addresses;
  for (const Step& step : trace)
    addresses.insert(addresses.end(), step.stack.begin(), step.stack.end());
  const Symbols symbols = symbolize(addresses);
  std::map<std::pair<std::string, int>, std::string> lines;
  for (const Step& step : trace) {
    Place place;
    for (const std::uint64_t address : step.stack) {
      if (const auto known = symbols.find(address); known != symbols.end()) {
        place.frames.insert(place.frames.end(), known->second.begin(),
                            known->second.end());
      }
    }
    while (place.user < place.frames.size() &&
           !place.frames[place.user].is_users())
      ++place.user;
    if (place.known()) {
      const Frame& frame = place.frame();
      const auto [line, is_new] = lines.try_emplace({frame.file, frame.line});
      if (is_new) line->second = source_line(frame.file, frame.line);
      place.source = line->second;
    }
    places.push_back(std::move(place));
  }
  return places;
}

}  // namespace workbook::interleave
