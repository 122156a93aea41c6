#include "interleave/narrate.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "interleave/names.hpp"
#include "interleave/symbolize.hpp"

namespace workbook::interleave {
namespace {

std::string thread_name(int thread) {
  return thread == 0 ? "main" : "thread " + std::to_string(thread);
}

bool looks_like_an_address(std::uint64_t value) {
  constexpr std::uint64_t lowest = std::uint64_t{1} << 40;
  return value > lowest && value < ~lowest;
}

std::string number(std::uint64_t value, std::size_t size) {
  const auto sign = [&](auto narrow) { return std::to_string(narrow); };
  switch (size) {
    case 1:
      return sign(static_cast<int>(static_cast<std::int8_t>(value)));
    case 2:
      return sign(static_cast<std::int16_t>(value));
    case 4:
      return sign(static_cast<std::int32_t>(value));
    default:
      break;
  }
  if (looks_like_an_address(value)) {
    char text[24];
    std::snprintf(text, sizeof(text), "0x%llx",
                  static_cast<unsigned long long>(value));
    return text;
  }
  return sign(static_cast<std::int64_t>(value));
}

// A step with where it is in the source.
struct Place {
  std::vector<Frame> frames;
  std::size_t user = 0;  // the innermost frame of the user's, or frames.size()
  std::string source;

  bool known() const { return user < frames.size(); }
  const Frame& frame() const { return frames[user]; }
  std::string where() const {
    if (!known()) return "code without line numbers";
    return std::filesystem::path(frame().file).filename().string() + ":" +
           std::to_string(frame().line);
  }
};

class Narrator {
 public:
  Narrator(Report& report, const std::vector<Step>& trace,
           std::array<std::size_t, 2> race)
      : report_(report), trace_(trace), race_(race) {
    find_places();
    find_names();
  }

  void tell() {
    for (const Step& step : trace_)
      report_.threads = std::max({report_.threads, step.thread + 1,
                                  is_thread(step.other) ? step.other + 1 : 0});
    find_shared();
    for (std::size_t i = 0; i < trace_.size(); ++i) {
      if (is_shown(i)) show(i);
    }
    switch (report_.outcome) {
      case Outcome::data_race:
        tell_race();
        break;
      case Outcome::deadlock:
        tell_stuck(true);
        break;
      case Outcome::lost_wakeup:
        tell_stuck(false);
        break;
      case Outcome::livelock:
        tell_livelock();
        break;
      case Outcome::assertion:
      case Outcome::exception:
      case Outcome::crash:
        tell_end();
        break;
      case Outcome::pass:
        break;
    }
  }

 private:
  static bool is_thread(std::uint8_t other) { return other != 0xFF; }

  void find_places() {
    std::vector<std::uint64_t> addresses;
    for (const Step& step : trace_)
      addresses.insert(addresses.end(), step.stack.begin(), step.stack.end());
    const Symbols symbols = symbolize(addresses);
    std::map<std::pair<std::string, int>, std::string> lines;
    for (const Step& step : trace_) {
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
      places_.push_back(std::move(place));
    }
  }

  // The user calls the object directly, or through one function of the standard
  // library such as atomic::load, so the line of the user names the object.
  bool is_direct(std::size_t i) const {
    const Place& place = places_[i];
    for (std::size_t f = 0; f < place.user; ++f) {
      const std::string file =
          std::filesystem::path(place.frames[f].file).filename().string();
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
    return place.known();
  }

  void find_names() {
    std::map<std::uint64_t, std::map<std::string, int>> votes;
    std::vector<std::uint64_t> order;
    std::map<std::uint64_t, Op> kinds;
    std::map<std::tuple<std::string, Op, std::string>, std::string> known;
    for (std::size_t i = 0; i < trace_.size(); ++i) {
      const Step& step = trace_[i];
      if (step.object == 0) continue;
      if (kinds.try_emplace(step.object, step.op).second)
        order.push_back(step.object);
      if (!is_direct(i)) continue;
      const bool plain = step.op == Op::read || step.op == Op::write;
      const bool through_a_lock =
          places_[i].user > 0 &&
          (library_class(i, "unique_lock") || library_class(i, "shared_lock"));
      if (through_a_lock &&
          places_[i].source.find("_lock") == std::string::npos)
        continue;  // lock.unlock()
      if (plain && (places_[i].user != 0 || is_reference(step))) continue;
      const auto [name, is_new] =
          known.try_emplace({places_[i].source, step.op, library_call(i)});
      if (is_new)
        name->second = name_in(places_[i].source, step.op, library_call(i));
      if (!name->second.empty()) ++votes[step.object][name->second];
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
        names_[objects[i]] =
            objects.size() == 1 ? name : name + " #" + std::to_string(i + 1);
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

  static std::string kind_of(Op op) {
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

  std::string name(std::uint64_t object) const {
    const auto known = names_.find(object);
    return known == names_.end() ? std::string() : known->second;
  }
  std::string name_or(std::uint64_t object, std::string_view otherwise) const {
    const std::string known = name(object);
    return known.empty() ? std::string(otherwise) : known;
  }

  // The compiler's own: what a lambda captured by reference.
  static bool is_reference(const Step& step) {
    return step.size == sizeof(void*) &&
           looks_like_an_address(step.op == Op::read ? step.before
                                                     : step.value);
  }

  // What two threads used and one wrote.
  void find_shared() {
    struct Use {
      std::set<int> threads;
      bool written = false;
    };
    std::map<std::uint64_t, Use> uses;
    for (const Step& step : trace_) {
      Use& use = uses[step.object];
      use.threads.insert(step.thread);
      use.written |= step.op != Op::read && step.op != Op::load;
    }
    for (const auto& [object, use] : uses) {
      if (use.threads.size() > 1 && use.written) shared_.insert(object);
    }
  }

  bool is_race(std::size_t i) const {
    return report_.outcome == Outcome::data_race &&
           (i == race_[0] || i == race_[1]);
  }
  bool is_end(std::size_t i) const {
    return i + 1 == trace_.size() && trace_[i].op == Op::check;
  }
  bool is_stuck(std::size_t i) const {
    if (report_.outcome != Outcome::deadlock &&
        report_.outcome != Outcome::lost_wakeup)
      return false;
    for (std::size_t later = i; later < trace_.size();
         ++later) {  // stuck steps are the last ones
      if (trace_[later].ending != Ending::blocked) return false;
    }
    return true;
  }

  // Another thread is stuck because of this one.
  bool is_waited_for(int thread) const {
    for (std::size_t i = trace_.size(); i-- > 0 && is_stuck(i);) {
      if (trace_[i].other == thread) return true;
    }
    return false;
  }

  bool is_shown(std::size_t i) const {
    const Step& step = trace_[i];
    if (is_race(i) || is_end(i)) return true;
    if (!places_[i].known()) return false;
    switch (step.op) {
      case Op::read:
      case Op::write:
        return shared_.contains(step.object) && places_[i].user == 0 &&
               step.size <= 8 && !is_reference(step) &&
               !name(step.object).empty();
      case Op::create:
      case Op::once_done:
      case Op::sleep:
        return false;
      case Op::join:
        return is_stuck(i) && is_waited_for(step.thread);
      case Op::spin:
        return false;
      default:
        return true;
    }
  }

  std::string action(std::size_t i) const {
    const Step& step = trace_[i];
    const std::string its = name(step.object);
    const std::string who =
        is_thread(step.other) ? thread_name(step.other) : "";
    const std::string held = who.empty() ? ""
                             : step.other == step.thread
                                 ? " (has it itself)"
                                 : " (" + who + " has it)";
    const std::string from = its.empty() ? "" : " from " + its;
    const std::string to = its.empty() ? "" : " to " + its;
    const bool blocked = step.ending == Ending::blocked;
    const bool failed = step.ending == Ending::failed;
    const bool timed_out = step.ending == Ending::timed_out;
    switch (step.op) {
      case Op::read: {
        const bool crashed = is_race(i) && i == race_[1];
        return step.size > 8 || crashed
                   ? "reads " + name_or(step.object, "the same memory")
                   : "reads " + number(step.before, step.size) + from;
      }
      case Op::write: {
        const bool unknown = is_race(i) && i == race_[1];
        return step.size > 8 || unknown
                   ? "writes " + name_or(step.object, "the same memory")
                   : "writes " + number(step.value, step.size) + to;
      }
      case Op::load:
        return "reads " + number(step.before, step.size) + from;
      case Op::store:
        return "writes " + number(step.value, step.size) + to;
      case Op::exchange:
        if (failed)
          return "finds " + number(step.before, step.size) +
                 (its.empty() ? "" : " in " + its) + ", no exchange";
        if (step.before == step.value)
          return "finds " + number(step.before, step.size) +
                 (its.empty() ? "" : " in " + its);
        return "changes " + (its.empty() ? std::string() : its + " from ") +
               number(step.before, step.size) + " to " +
               number(step.value, step.size);
      case Op::fence:
        return "fence";
      case Op::lock:
        return blocked     ? "waits for " + its + held
               : timed_out ? "gives up waiting for " + its
                           : "locks " + its;
      case Op::try_lock:
        return failed ? "does not get " + its + held : "locks " + its;
      case Op::lock_shared:
        return blocked     ? "waits for " + its + held
               : timed_out ? "gives up waiting for " + its
                           : "locks " + its + ", shared";
      case Op::try_lock_shared:
        return failed ? "does not get " + its + held
                      : "locks " + its + ", shared";
      case Op::unlock:
      case Op::unlock_shared:
        return "unlocks " + its;
      case Op::wait:
        return "waits on " + its + ", unlocks " +
               name_or(step.value, "the mutex");
      case Op::relock:
        if (blocked && step.value != 0) return "waits for " + its + held;
        return blocked ? "waits on " + its
               : timed_out
                   ? "stops waiting: its time is over"
                   : "wakes up, locks " + name_or(step.value, "the mutex");
      case Op::notify_one:
      case Op::notify_all:
        if (failed) return "notifies " + its + ": nobody waits";
        return step.op == Op::notify_all ? "notifies " + its + ": wakes all"
                                         : "notifies " + its + ": wakes " + who;
      case Op::park:
        return failed
                   ? "need not wait"
                   : "waits" + (its.empty() ? "" : " for a change of " + its);
      case Op::unpark:
        return blocked
                   ? "waits" + (its.empty() ? "" : " for a change of " + its)
               : timed_out ? "stops waiting: its time is over"
                           : "wakes up";
      case Op::wake:
        return failed ? "notifies: nobody waits" : "notifies: wakes " + who;
      case Op::acquire:
        return blocked     ? "waits for a place of " + its
               : timed_out ? "stops waiting: its time is over"
               : failed    ? "finds no place"
                           : "takes a place of " + its;
      case Op::release:
        return "gives back a place of " + its;
      case Op::join:
        return "waits for " + who + " to end";
      case Op::once:
        return blocked ? "waits until " + who + " has done it"
                       : "does what is done once";
      case Op::yield:
        return "gives way";
      case Op::check:
        switch (report_.outcome) {
          case Outcome::assertion:
            return "fails";
          case Outcome::exception:
            return "ends with an exception";
          case Outcome::livelock:
            return "runs on and on";
          default:
            return "crashes";
        }
      default:
        return "goes on";
    }
  }

  // The call of the user's that led to a step inside the standard library.
  std::string library_call(std::size_t i) const {
    const Place& place = places_[i];
    return place.user == 0 ? ""
                           : member_name(place.frames[place.user - 1].function);
  }

  bool library_class(std::size_t i, std::string_view name) const {
    return places_[i].frames[places_[i].user - 1].function.find(name) !=
           std::string::npos;
  }

  void show(std::size_t i) {
    const Step& step = trace_[i];
    const Place& place = places_[i];
    ScheduleStep shown;
    shown.thread = step.thread;
    shown.failing =
        is_race(i) || is_end(i) || is_stuck(i) || step.op == Op::check;
    if (place.known()) {
      shown.file = place.frame().file;
      shown.line = place.frame().line;
      shown.function = place.frame().function;
      shown.source = place.source;
    }
    for (std::size_t f = place.user; f < place.frames.size(); ++f) {
      const Frame& frame = place.frames[f];
      if (!frame.is_users()) continue;
      shown.stack.push_back(
          frame.function + " at " +
          std::filesystem::path(frame.file).filename().string() + ":" +
          std::to_string(frame.line));
    }
    const bool inside = !shown.failing && !is_direct(i) &&
                        step.op != Op::park && step.op != Op::unpark;
    if (inside) {  // steps inside one call are folded to one
      const std::string call = library_call(i);
      if (!shared_.contains(step.object) ||
          call.find("shared_ptr") != std::string::npos)
        return;
      shown.action = call.empty()
                         ? action(i)
                         : "inside " + call + (call.ends_with(")") ? "" : "()");
      if (!report_.schedule.empty()) {
        const ScheduleStep& last = report_.schedule.back();
        if (last.thread == shown.thread && last.line == shown.line &&
            last.action == shown.action)
          return;
      }
    } else {
      shown.action = action(i);
      if (!report_.schedule.empty() &&
          !shown.failing) {  // a loop that sees the same again and again
        std::size_t same = 0;
        for (auto last = report_.schedule.rbegin();
             last != report_.schedule.rend() && last->thread == shown.thread;
             ++last) {
          same += last->line == shown.line && last->action == shown.action;
        }
        if (same >= 2) return;
      }
      if (is_stuck(i) && waits_already(shown)) return;
    }
    report_.schedule.push_back(std::move(shown));
  }

  // It was told before that the thread waits: that step is then the one that
  // fails.
  bool waits_already(const ScheduleStep& shown) {
    for (ScheduleStep& last : std::views::reverse(report_.schedule)) {
      if (last.thread != shown.thread) continue;
      last.failing =
          last.line == shown.line && last.action.starts_with("waits");
      return last.failing;
    }
    return false;
  }

  std::string quote(std::size_t i) const {
    const Place& place = places_[i];
    return place.where() + (place.source.empty() ? "" : "  " + place.source);
  }

  void tell_race() {
    if (trace_.empty()) return;
    std::string text = "data race";
    const Step& second = trace_[race_[1]];
    if (const std::string its = name(second.object); !its.empty())
      text += " on " + its;
    text += ": nothing orders these two, and one writes";
    for (const std::size_t i : race_) {
      const Step& step = trace_[i];
      const bool atomic = step.op != Op::read && step.op != Op::write;
      const bool writes = step.op == Op::write || step.op == Op::store ||
                          step.op == Op::exchange;
      text += "\n  " + thread_name(step.thread) +
              (writes ? " writes" : " reads") + (atomic ? " (atomic)" : "") +
              " at " + quote(i);
      const Place& place = places_[i];
      for (std::size_t f = place.user + 1; f < place.frames.size(); ++f) {
        const Frame& frame = place.frames[f];
        if (frame.is_users()) {
          text += "\n      called from " +
                  std::filesystem::path(frame.file).filename().string() + ":" +
                  std::to_string(frame.line) + "  " +
                  source_line(frame.file, frame.line);
        }
      }
    }
    report_.message = text;
  }

  void tell_stuck(bool circle) {
    std::map<std::uint64_t, std::size_t>
        holders;  // the step that took the lock
    std::map<int, std::size_t> stuck;
    for (std::size_t i = 0; i < trace_.size(); ++i) {
      const Step& step = trace_[i];
      const bool done = step.ending == Ending::done;
      if (done &&
          (step.op == Op::lock || step.op == Op::try_lock ||
           step.op == Op::lock_shared || step.op == Op::try_lock_shared))
        holders[step.object] = i;
      if (done && step.op == Op::relock) holders[step.value] = i;
      if (step.op == Op::unlock || step.op == Op::unlock_shared)
        holders.erase(step.object);
      if (step.op == Op::wait) holders.erase(step.value);
      if (is_stuck(i)) stuck[step.thread] = i;
    }
    // Round the circle, if there is one.
    std::vector<int> round;
    for (const auto& [first, step] : stuck) {
      std::vector<int> path;
      int thread = first;
      while (std::find(path.begin(), path.end(), thread) == path.end()) {
        path.push_back(thread);
        const auto at = stuck.find(thread);
        if (at == stuck.end() || !is_thread(trace_[at->second].other)) {
          path.clear();
          break;
        }
        thread = trace_[at->second].other;
      }
      if (path.empty()) continue;
      round.assign(std::find(path.begin(), path.end(), thread), path.end());
      break;
    }
    std::string text =
        circle ? (round.empty() ? "deadlock: nobody can go on"
                                : "deadlock: these wait for each other")
               : "lost wake-up: nobody is left to wake";
    if (circle && round.size() == 1)
      text = "deadlock: a thread waits for itself";
    const auto tell_one = [&](int thread) {
      const std::size_t i = stuck.at(thread);
      const Step& step = trace_[i];
      text += "\n  " + thread_name(thread);
      std::string has;
      for (const auto& [object, taken] : holders) {
        if (trace_[taken].thread == thread && !name(object).empty())
          has += (has.empty() ? "" : ", ") + name(object) + " (" +
                 places_[taken].where() + ")";
      }
      if (!has.empty()) text += " has " + has + " and";
      text += " " + action(i) + " at " + quote(i);
      if (is_thread(step.other) && !stuck.contains(step.other))
        text += "\n    but " + thread_name(step.other) + " has ended";
      const bool on_signal = step.op == Op::relock || step.op == Op::unpark;
      if (on_signal && step.value == 0 && step.before > 0) {
        text += "\n    it was notified " +
                (step.before == 1 ? std::string("once")
                                  : std::to_string(step.before) + " times") +
                " when nobody waited yet";
      }
    };
    // Whoever the others wait for comes first.
    if (circle) {
      for (const int thread : round) tell_one(thread);
    } else {
      for (const auto& [thread, i] : stuck) {
        if (!is_thread(trace_[i].other)) tell_one(thread);
      }
    }
    for (const auto& [thread, i] : stuck) {
      const bool told =
          circle ? std::find(round.begin(), round.end(), thread) != round.end()
                 : !is_thread(trace_[i].other);
      if (!told) tell_one(thread);
    }
    report_.message = text;
  }

  void tell_livelock() {
    std::map<int, std::size_t> last;
    const std::size_t recent = trace_.size() > 200 ? trace_.size() - 200 : 0;
    for (std::size_t i = recent; i < trace_.size(); ++i) {
      if (places_[i].known()) last[trace_[i].thread] = i;
    }
    for (const auto& [thread, i] : last)
      report_.message += "\n  " + thread_name(thread) + " is at " + quote(i);
    constexpr std::size_t shown_of_a_loop = 40;
    if (report_.schedule.size() > shown_of_a_loop)
      report_.schedule.resize(shown_of_a_loop);
  }

  void tell_end() {
    if (trace_.empty() || trace_.back().op != Op::check ||
        !places_.back().known())
      return;
    if (report_.message.empty()) report_.message = "a check failed";
    report_.message += "\n  " + thread_name(trace_.back().thread) + " at " +
                       quote(trace_.size() - 1);
  }

  Report& report_;
  const std::vector<Step>& trace_;
  std::array<std::size_t, 2> race_;
  std::vector<Place> places_;
  std::map<std::uint64_t, std::string> names_;
  std::set<std::uint64_t> shared_;
};

}  // namespace

void narrate(Report& report, const std::vector<Step>& trace,
             std::array<std::size_t, 2> race) {
  for (std::size_t& step : race)
    step = std::min(step, trace.empty() ? 0 : trace.size() - 1);
  Narrator(report, trace, race).tell();
}

}  // namespace workbook::interleave
