// explore() and replay(): a search in a child process, then the failing
// schedule again with its steps recorded.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "interleave/engine/session.hpp"
#include "interleave/engine/snapshot.hpp"
#include "interleave/interleave.hpp"
#include "interleave/report/narrate.hpp"
#include "interleave/search/channel.hpp"
#include "interleave/search/child.hpp"
#include "interleave/search/search.hpp"
#include "interleave/search/token.hpp"

namespace workbook {
namespace interleave {
namespace {

using Clock = std::chrono::steady_clock;

class SharedProgress : public Progress {
 public:
  SharedProgress(Shared& shared, const Snapshot& snapshot,
                 std::chrono::milliseconds time)
      : shared_(shared), snapshot_(snapshot), end_(Clock::now() + time) {}
  void next_schedule(std::size_t schedules,
                     const Execution& execution) override {
    shared_.schedules = schedules;
    shared_.deviations = 0;
    if (execution.racy.size() != shared_.racy)
      set_racy(shared_, execution.racy);
    shared_.assumptions = execution.assumptions();
  }
  void deviates(std::size_t which, Deviation deviation) override {
    if (which >= most_deviations) return;
    shared_.deviation[which] = deviation;
    shared_.deviations = which + 1;
  }
  bool time_is_over() override {
    constexpr int rarely = 64;
    return ++asked_ % rarely == 0 && Clock::now() > end_;
  }
  void restore() override { snapshot_.restore(); }

 private:
  Shared& shared_;
  const Snapshot& snapshot_;
  Clock::time_point end_;
  int asked_ = 0;
};

std::string in_words(const Assumptions& assumptions,
                     const ExploreOptions& options) {
  std::string words;
  if (assumptions.gave_way) {
    words = "a thread that made " + std::to_string(options.steps_in_a_row) +
            " steps in a row gave way";
  }
  if (assumptions.counted) {
    words += (words.empty() ? "" : "; ") +
             std::string(
                 "a loop that waits and counts its rounds was followed "
                 "for ") +
             std::to_string(rounds_that_count) + " of them";
  }
  return words;
}

Limits limits_of(const ExploreOptions& options) {
  return {options.steps,
          options.races == ExploreOptions::Races::ignore,
          options.spurious_wakeups,
          options.weak_failures,
          !options.reduce,
          options.merge_spins,
          options.steps_in_a_row};
}

// What the libraries make once is made now, before the snapshot and outside the
// schedules.
void warm_up(Execution& running) {
  const std::function<void()> throws = [] {
    try {
      throw std::runtime_error("caught at once");
    } catch (const std::exception&) {
    }
  };
  run_again(running, throws, {}, false);
}

constexpr auto grace = std::chrono::seconds(
    10);  // for a single schedule that does not end by itself

}  // namespace
}  // namespace interleave

using namespace interleave;

Report explore(const std::function<void()>& body,
               const ExploreOptions& options) {
  if (exploring())
    throw std::logic_error(
        "explore() was called from a body that is being explored");
  if (const char* token = std::getenv("WORKBOOK_REPLAY");
      token != nullptr && Token::names_body(token, body)) {
    return replay(body, token, options);
  }
  const auto start = Clock::now();
  void* const frame = __builtin_frame_address(0);

  const Channel found;
  std::optional<int> status;
  {
    Child child([&] {
      Execution running(limits_of(options));
      const Session session(running, true);
      warm_up(running);
      const Snapshot snapshot(frame);
      SharedProgress progress(*found, snapshot, options.time);
      const Finding finding = search(running, body, options, progress);
      found->outcome = finding.failure.outcome;
      set_message(*found, finding.failure.message);
      found->complete = finding.complete;
      found->preemptions = finding.preemptions;
      found->schedules = finding.schedules;
      found->deviations = std::min(finding.deviations.size(), most_deviations);
      std::copy_n(finding.deviations.begin(), found->deviations,
                  found->deviation.begin());
      set_racy(*found, finding.racy);
      found->assumptions = finding.assumptions;
      found->done = true;
    });
    status = child.wait(options.time + grace);
  }
  Report report;
  report.schedules = found->schedules;
  if (!found->done) {
    found->outcome = status ? Outcome::crash : Outcome::livelock;
    set_message(*found, status ? describe_status(*status)
                               : "the schedule did not come to an end in time");
  }
  report.outcome = found->outcome;
  report.complete = found->complete;
  report.preemptions = found->preemptions;
  report.message = found->message.data();
  report.assumed = in_words(found->assumptions, options);
  if (!report.passed()) {
    Token token;
    token.deviations.assign(found->deviation.begin(),
                            found->deviation.begin() +
                                static_cast<std::ptrdiff_t>(found->deviations));
    token.racy.assign(
        found->racy_pc.begin(),
        found->racy_pc.begin() + static_cast<std::ptrdiff_t>(found->racy));
    report.token = token.to_text(body);

    const Channel again;
    Child child([&] {
      Execution running(limits_of(options));
      running.racy = token.racy;
      const Session session(running, true);
      warm_up(running);
      const Snapshot snapshot(frame);
      const Failure failure = run_again(running, body, token.deviations, true);
      again->outcome = failure.outcome;
      again->race[0] = failure.race[0];
      again->race[1] = failure.race[1];
      set_trace(*again, running.trace());
      again->done = true;
    });
    child.wait(grace);
    const bool same = again->done && again->outcome == found->outcome;
    narrate(report, get_trace(*again), {again->race[0], again->race[1]});
    if (found->done && !same) {
      report.message +=
          "\n(The schedule ended differently when it was run again (" +
          std::string(to_string(again->outcome)) +
          "): the body depends on something besides the order of its threads.)";
    }
  }
  report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return report;
}

Report replay(const std::function<void()>& body, std::string_view text,
              const ExploreOptions& options) {
  const Token token(text, body);
  Execution running(limits_of(options));
  running.racy = token.racy;
  Report report;
  report.schedules = 1;
  report.token = text;
  Failure failure;
  {
    const Session session(running, false);
    failure = run_again(running, body, token.deviations, true);
  }
  if (failure.abandoned)
    throw std::invalid_argument(
        "the token is of another body or another build: " + std::string(text));
  report.outcome = failure.outcome;
  report.message = failure.message;
  narrate(report, running.trace(), {failure.race[0], failure.race[1]});
  return report;
}

}  // namespace workbook
