#include "interleave/search/search.hpp"

#include <algorithm>
#include <deque>
#include <random>
#include <utility>

namespace workbook::interleave {
namespace {

// Which states were reached, and with how few preemptions: an open-addressed
// table of keys.
class Reached {
 public:
  Reached() { clear(); }
  void clear() {
    slots_.assign(std::size_t{1} << 12, {});
    used_ = 0;
  }

  // True if the state was not reached before with as few preemptions.
  bool add(std::uint64_t key, std::uint8_t preemptions) {
    if (used_ * 2 > slots_.size()) grow();
    Slot& slot = find(key);
    if (slot.used && slot.preemptions <= preemptions) return false;
    used_ += !slot.used;
    slot = {key, preemptions, true};
    return true;
  }
  std::uint8_t preemptions(std::uint64_t key) { return find(key).preemptions; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint8_t preemptions = 0;
    bool used = false;
  };
  Slot& find(std::uint64_t key) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = key & mask;
    while (slots_[i].used && slots_[i].key != key) i = (i + 1) & mask;
    return slots_[i];
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.used) find(slot.key) = slot;
    }
  }
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

// Follows deviations, then takes the first alternative throughout.
class Replay : public Strategy {
 public:
  explicit Replay(const Deviations& deviations) : deviations_(deviations) {}
  std::size_t choose(std::span<const Alternative> alternatives) override {
    const std::uint32_t at = decision_++;
    if (next_ == deviations_.size() || deviations_[next_].at != at) return 0;
    const std::uint32_t choice = deviations_[next_++].choice;
    return choice < alternatives.size() ? choice : give_up;
  }

 private:
  const Deviations& deviations_;
  std::size_t next_ = 0;
  std::uint32_t decision_ = 0;
};

// Every schedule up to the bound: iterative context bounding (Musuvathi and
// Qadeer, PLDI 2007). A schedule to be run is known by its deviations; it waits
// in the queue of its number of preemptions.
//
// The reduction is happens-before caching (Musuvathi and Qadeer, "Partial-order
// reduction for context-bounded state exploration", MSR-TR-2007-12): where two
// schedules made the same steps in orders that differ only between independent
// steps, they are in the same state, and only the first to get there goes on.
// It loses nothing up to the bound:
//
//   - A key stands for the state and the thread that goes on (Execution::
//     collect). All that decides what may come next, and what it costs, is a
//     function of these: who is enabled, who ran last, who gives way, who woke
//     whom, what time it is, and the numbers of threads. So the same key has
//     the same continuations at the same costs. Nothing may be added to an
//     execution that depends on the path.
//   - Keys are reached in the order of preemptions, so the first to get there
//     has as many left as any later one.
//
// Sleep sets and dynamic partial-order reduction would leave out more, but are
// unsound as they are under a bound: the one schedule of a class that they keep
// may be over the bound when another is not (Coons, Musuvathi and McKinley,
// "Bounded partial-order reduction", OOPSLA 2013). For the same reason no step
// is left out that may block or be blocked: that a thread has to wait for a
// lock is a switch that costs nothing.
//
// Two states with one key of 64 bits are possible: for a million states, one
// case in forty million explorations.
class Systematic : public Strategy {
 public:
  Systematic(int bound, bool reduce, Progress& progress)
      : queues_(static_cast<std::size_t>(bound) + 1),
        reduce_(reduce),
        progress_(progress) {
    queues_[0].push_back({});
  }

  // Moves to the next schedule; false when there is none.
  bool next() {
    for (; level_ < queues_.size(); ++level_) {
      auto& queue = queues_[level_];
      while (!queue.empty()) {
        Item item = std::move(queue.back());
        queue.pop_back();
        if (reduce_ && !item.deviations.empty() &&
            reached_.preemptions(item.key) < level_)
          continue;
        deviations_ = std::move(item.deviations);
        replayed_ = 0;
        decision_ = 0;
        return true;
      }
    }
    return false;
  }

  std::size_t choose(std::span<const Alternative> alternatives) override {
    const std::uint32_t at = decision_++;
    if (replayed_ < deviations_.size()) {
      const Deviation& next = deviations_[replayed_];
      if (next.at != at) return 0;
      progress_.deviates(replayed_, next);
      ++replayed_;
      return next.choice < alternatives.size() ? next.choice : give_up;
    }
    for (std::uint32_t i = 1; i < alternatives.size(); ++i) {
      const std::size_t level = level_ + alternatives[i].cost;
      if (level >= queues_.size()) continue;
      if (reduce_ &&
          !reached_.add(alternatives[i].key, static_cast<std::uint8_t>(level)))
        continue;
      Item item{deviations_, alternatives[i].key};
      item.deviations.push_back({at, i});
      queues_[level].push_back(std::move(item));
    }
    if (reduce_ &&
        !reached_.add(alternatives[0].key, static_cast<std::uint8_t>(level_)))
      return give_up;
    return 0;
  }

  const Deviations& deviations() const { return deviations_; }
  int preemptions() const { return static_cast<int>(level_); }
  std::uint32_t decisions() const { return decision_; }

 private:
  struct Item {
    Deviations deviations;
    std::uint64_t key = 0;
  };
  std::vector<std::vector<Item>> queues_;
  bool reduce_;
  Progress& progress_;
  std::size_t level_ = 0;
  Reached reached_;
  Deviations deviations_;
  std::size_t replayed_ = 0;
  std::uint32_t decision_ = 0;
};

// Random priorities, which change at a few random decisions: finds a bug of
// depth d with a probability of at least 1/(threads * decisions^(d-1))
// (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with
// probabilistic guarantees of finding bugs", ASPLOS 2010).
class Random : public Strategy {
 public:
  Random(std::uint64_t seed, std::uint32_t decisions, Progress& progress)
      : random_(seed), progress_(progress) {
    constexpr int changes = 3;
    for (int i = 0; i < changes; ++i)
      changes_.push_back(static_cast<std::uint32_t>(below(decisions + 1)));
    for (auto& priority : priorities_)
      priority = first_priority + below(first_priority);
  }

  std::size_t choose(std::span<const Alternative> alternatives) override {
    const std::uint32_t at = decision_++;
    std::size_t choice = 0;
    if (alternatives[0].task ==
        alternatives.back()
            .task) {  // not whose turn, but what comes of the turn
      choice = below(alternatives.size());
    } else {
      choice = highest(alternatives);
      const Task& task = *alternatives[choice].task;
      const bool changes =
          std::find(changes_.begin(), changes_.end(), at) != changes_.end();
      if (changes ||
          (task.pending.op == Op::yield && alternatives[choice].cost > 0)) {
        priorities_[task.id] = --lowest_;
        choice = highest(alternatives);
      }
    }
    if (choice != 0) {
      deviations_.push_back({at, static_cast<std::uint32_t>(choice)});
      progress_.deviates(deviations_.size() - 1, deviations_.back());
    }
    preemptions_ += alternatives[choice].cost;
    return choice;
  }

  const Deviations& deviations() const { return deviations_; }
  int preemptions() const { return preemptions_; }

 private:
  static constexpr std::uint64_t first_priority = 1'000'000;
  std::size_t below(std::size_t limit) {
    return random_() % limit;
  }  // the same in every library, unlike std::uniform_*
  std::size_t highest(std::span<const Alternative> alternatives) {
    constexpr std::uint64_t timeouts_are_rare = 16;
    std::size_t best = 0;
    for (std::size_t i = 1; i < alternatives.size(); ++i) {
      if (alternatives[i].timeout && alternatives[i].cost > 0 &&
          below(timeouts_are_rare) != 0)
        continue;
      if (priorities_[alternatives[i].task->id] >
          priorities_[alternatives[best].task->id])
        best = i;
    }
    return best;
  }
  std::mt19937_64 random_;
  Progress& progress_;
  std::vector<std::uint32_t> changes_;
  std::array<std::uint64_t, max_threads> priorities_;
  std::uint64_t lowest_ = first_priority;
  Deviations deviations_;
  std::uint32_t decision_ = 0;
  int preemptions_ = 0;
};

}  // namespace

Finding search(Execution& running, const std::function<void()>& body,
               const ExploreOptions& options, Progress& progress) {
  Finding finding;
  std::uint32_t most_decisions = 0;
  const auto run = [&](Strategy& strategy) {
    progress.restore();
    progress.next_schedule(++finding.schedules, running);
    return running.run(body, strategy);
  };
  const auto found = [&](const Failure& failure, const Deviations& deviations,
                         int preemptions) {
    finding.failure = failure;
    finding.deviations = deviations;
    finding.preemptions = preemptions;
    finding.racy = running.racy;
    finding.assumptions = running.assumptions();
    return finding;
  };

  bool all = false;
  for (bool again = true; again;) {
    again = false;
    Systematic systematic(options.preemptions, options.reduce, progress);
    while (finding.schedules < options.schedules && !progress.time_is_over()) {
      if (!systematic.next()) {
        all = true;
        break;
      }
      const Failure failure = run(systematic);
      most_decisions = std::max(most_decisions, systematic.decisions());
      if (failure.restart) {  // what counts as a step has changed
        again = true;
        break;
      }
      if (failure.outcome != Outcome::pass)
        return found(failure, systematic.deviations(),
                     systematic.preemptions());
    }
  }
  finding.complete = all;
  if (all) return found({}, {}, options.preemptions);

  for (std::size_t i = 0;
       i < options.random_schedules && !progress.time_is_over(); ++i) {
    Random random(options.seed * 1'000'003 + i, most_decisions, progress);
    const Failure failure = run(random);
    if (failure.outcome != Outcome::pass)
      return found(failure, random.deviations(), random.preemptions());
  }
  return found({}, {}, options.preemptions);
}

Failure run_again(Execution& running, const std::function<void()>& body,
                  const Deviations& deviations, bool record) {
  Replay replay(deviations);
  return running.run(body, replay, record);
}

}  // namespace workbook::interleave
