// Queues without locks.

#include <array>
#include <atomic>
#include <optional>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

struct Node {
  int value = 0;
  std::atomic<Node*> next = nullptr;
};

// Many producers, one consumer: a producer swaps itself in at the end, then
// links itself to the one before.
template <std::memory_order link>
class ManyProducers {
 public:
  void push(Node* node) {
    Node* before = last_.exchange(node, std::memory_order_acq_rel);
    before->next.store(node, link);
  }
  std::optional<int> pop() {
    Node* next = first_->next.load(std::memory_order_acquire);
    if (next == nullptr) return std::nullopt;
    first_ = next;
    return next->value;
  }

 private:
  Node stub_;
  Node* first_ = &stub_;
  std::atomic<Node*> last_ = &stub_;
};

template <std::memory_order link>
void two_producers() {
  ManyProducers<link> queue;
  std::array<Node, 2> nodes;
  const auto produce = [&](std::size_t i) {
    nodes[i].value = static_cast<int>(i) + 1;
    queue.push(&nodes[i]);
  };
  std::thread a(produce, 0);
  std::thread b(produce, 1);
  int sum = 0;
  for (int popped = 0; popped < 2;) {
    if (const std::optional<int> value = queue.pop()) {
      sum += *value;
      ++popped;
    } else {
      std::this_thread::yield();
    }
  }
  a.join();
  b.join();
  check(sum == 3);
}

const Program producers("queue: many producers without a lock", Outcome::pass,
                        [] { two_producers<std::memory_order_release>(); });
const Program producers_relaxed("queue: many producers, linked too weakly",
                                Outcome::data_race, [] {
                                  two_producers<std::memory_order_relaxed>();
                                });

// Senders whose messages are taken to come in the order of their threads.
const Program assumed_order("queue: the order of two producers is assumed",
                            Outcome::assertion, [] {
                              ManyProducers<std::memory_order_release> queue;
                              std::array<Node, 2> nodes;
                              const auto produce = [&](std::size_t i) {
                                nodes[i].value = static_cast<int>(i) + 1;
                                queue.push(&nodes[i]);
                              };
                              std::thread a(produce, 0);
                              std::thread b(produce, 1);
                              a.join();
                              b.join();
                              check(queue.pop() == 1);
                            });

// The owner pops at one end, thieves steal at the other (Chase and Lev,
// "Dynamic circular work-stealing deque", SPAA 2005). It never fills here.
template <bool last_is_contended>
class Deque {
 public:
  void push(int item) {
    const int bottom = bottom_;
    items_[static_cast<std::size_t>(bottom)] = item;
    bottom_ = bottom + 1;
  }
  std::optional<int> pop() {
    const int bottom = bottom_ - 1;
    bottom_ = bottom;
    int top = top_;
    if (top > bottom) {
      bottom_ = bottom + 1;
      return std::nullopt;
    }
    const int item = items_[static_cast<std::size_t>(bottom)];
    if (top == bottom) {
      const bool won =
          !last_is_contended || top_.compare_exchange_strong(top, top + 1);
      bottom_ = bottom + 1;
      if (!won) return std::nullopt;
    }
    return item;
  }
  std::optional<int> steal() {
    int top = top_;
    if (top >= bottom_) return std::nullopt;
    const int item = items_[static_cast<std::size_t>(top)];
    if (!top_.compare_exchange_strong(top, top + 1)) return std::nullopt;
    return item;
  }

 private:
  std::array<std::atomic<int>, 4> items_{};
  std::atomic<int> top_ = 0;
  std::atomic<int> bottom_ = 0;
};

template <bool last_is_contended>
void steal_work() {
  Deque<last_is_contended> deque;
  std::array<std::atomic<int>, 3> taken = {0, 0, 0};
  const auto take = [&](std::optional<int> item) {
    if (item) ++taken[static_cast<std::size_t>(*item)];
  };
  deque.push(1);
  deque.push(2);
  std::thread thief([&] {
    take(deque.steal());
    take(deque.steal());
  });
  take(deque.pop());
  take(deque.pop());
  thief.join();
  take(deque.pop());
  check(taken[1] == 1 && taken[2] == 1, "each is taken once");
}

const Program stealing("queue: work stealing", Outcome::pass,
                       [] { steal_work<true>(); });
const Program stealing_wrong("queue: work stealing, the last one given twice",
                             Outcome::assertion, [] { steal_work<false>(); });

}  // namespace
}  // namespace workbook::programs
