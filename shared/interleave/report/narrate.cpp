#include "interleave/report/narrate.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <utility>

#include "interleave/report/story.hpp"

namespace workbook::interleave {
namespace {

constexpr std::size_t shown_of_a_loop = 40;

// Fills the schedule of a report: which steps are shown, and how they fold.
class Narrator {
 public:
  Narrator(Report& report, const Story& story)
      : report_(report), story_(story) {
    find_shared();
  }

  void tell() {
    for (const Step& step : story_.trace())
      report_.threads = std::max({report_.threads, step.thread + 1,
                                  is_thread(step.other) ? step.other + 1 : 0});
    for (std::size_t i = 0; i < story_.trace().size(); ++i) {
      if (is_shown(i)) show(i);
    }
    if (report_.outcome == Outcome::livelock &&
        report_.schedule.size() > shown_of_a_loop)
      report_.schedule.resize(shown_of_a_loop);
  }

 private:
  // What two threads used and one wrote.
  void find_shared() {
    struct Use {
      std::set<int> threads;
      bool written = false;
    };
    std::map<std::uint64_t, Use> uses;
    for (const Step& step : story_.trace()) {
      Use& use = uses[step.object];
      use.threads.insert(step.thread);
      use.written |= step.op != Op::read && step.op != Op::load;
    }
    for (const auto& [object, use] : uses) {
      if (use.threads.size() > 1 && use.written) shared_.insert(object);
    }
  }

  bool is_shown(std::size_t i) const {
    const Step& step = story_.trace()[i];
    if (story_.is_race(i) || story_.is_end(i)) return true;
    if (!story_.place(i).known()) return false;
    switch (step.op) {
      case Op::read:
      case Op::write:
        return shared_.contains(step.object) && story_.place(i).user == 0 &&
               step.size <= 8 && !is_reference(step) &&
               !story_.name(step.object).empty();
      case Op::create:
      case Op::once_done:
      case Op::at_exit:
      case Op::sleep:
        return false;
      case Op::join:
        return story_.is_stuck(i) && story_.is_waited_for(step.thread);
      case Op::spin:
        return false;
      default:
        return true;
    }
  }

  void show(std::size_t i) {
    const Step& step = story_.trace()[i];
    const Place& place = story_.place(i);
    ScheduleStep shown;
    shown.thread = step.thread;
    shown.failing = story_.is_race(i) || story_.is_end(i) ||
                    story_.is_stuck(i) || step.op == Op::check;
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
    const bool inside = !shown.failing && !place.is_direct() &&
                        step.op != Op::park && step.op != Op::unpark;
    if (inside) {  // steps inside one call are folded to one
      const std::string call = place.library_call();
      if (!shared_.contains(step.object) ||
          call.find("shared_ptr") != std::string::npos)
        return;
      shown.action = call.empty()
                         ? story_.action(i)
                         : "inside " + call + (call.ends_with(")") ? "" : "()");
      if (!report_.schedule.empty()) {
        const ScheduleStep& last = report_.schedule.back();
        if (last.thread == shown.thread && last.line == shown.line &&
            last.action == shown.action)
          return;
      }
    } else {
      shown.action = story_.action(i);
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
      if (story_.is_stuck(i) && waits_already(shown)) return;
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

  Report& report_;
  const Story& story_;
  std::set<std::uint64_t> shared_;
};

std::string message_of(const Report& report, const Story& story) {
  switch (report.outcome) {
    case Outcome::data_race:
      return story.tell_race();
    case Outcome::deadlock:
    case Outcome::lost_wakeup:
      return story.tell_stuck();
    case Outcome::livelock:
      return report.message + story.tell_where_threads_are();
    case Outcome::assertion:
    case Outcome::exception:
    case Outcome::crash:
      return story.tell_end(report.message);
    case Outcome::pass:
      break;
  }
  return report.message;
}

}  // namespace

void narrate(Report& report, const std::vector<Step>& trace,
             std::array<std::size_t, 2> race) {
  for (std::size_t& step : race)
    step = std::min(step, trace.empty() ? 0 : trace.size() - 1);
  const Story story(report.outcome, trace, race);
  Narrator(report, story).tell();
  report.message = message_of(report, story);
}

}  // namespace workbook::interleave
