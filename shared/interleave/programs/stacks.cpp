// Stacks without locks.

#include <array>
#include <atomic>
#include <cstdint>
#include <thread>

#include "interleave/programs/program.hpp"

namespace workbook::programs {
namespace {

// Nodes come from a pool and are never given back to the system.
struct Node {
  int value = 0;
  std::atomic<int> next = -1;
};

// Treiber, "Systems programming: coping with parallelism", 1986, without its
// guard against reuse.
class Stack {
 public:
  void push(int node) {
    int top = top_.load();
    do {
      nodes_[static_cast<std::size_t>(node)].next = top;
    } while (!top_.compare_exchange_weak(top, node));
  }
  int pop() {
    int top = top_.load();
    while (top != -1 && !top_.compare_exchange_weak(
                            top, nodes_[static_cast<std::size_t>(top)].next)) {
    }
    return top;
  }

 private:
  std::array<Node, 3> nodes_;
  std::atomic<int> top_ = -1;
};

const Program aba("stack: a node comes back (ABA)", Outcome::assertion, [] {
  Stack stack;
  for (const int node : {2, 1, 0}) stack.push(node);
  std::array<std::atomic<int>, 3> owners = {0, 0, 0};
  const auto own = [&](int node) {
    check(owners[static_cast<std::size_t>(node)]++ == 0,
          "a node was popped twice");
  };
  std::thread other([&] {
    const int first = stack.pop();
    const int second = stack.pop();
    if (second != -1) own(second);
    if (first != -1) stack.push(first);
  });
  const int mine = stack.pop();
  if (mine != -1) own(mine);
  const int next = stack.pop();
  if (next != -1) own(next);
  other.join();
});

class CountedStack {
 public:
  void push(int node) {
    std::uint64_t top = top_.load();
    do {
      nodes_[static_cast<std::size_t>(node)].next = index(top);
    } while (!top_.compare_exchange_weak(top, pack(top, node)));
  }
  int pop() {
    std::uint64_t top = top_.load();
    while (index(top) != -1 &&
           !top_.compare_exchange_weak(
               top,
               pack(top, nodes_[static_cast<std::size_t>(index(top))].next))) {
    }
    return index(top);
  }

 private:
  static int index(std::uint64_t top) {
    return static_cast<int>(top & 0xFFFF) - 1;
  }
  // Each change has a number of its own, so that a top that comes back is
  // another top.
  static std::uint64_t pack(std::uint64_t before, int index) {
    return ((before >> 16) + 1) << 16 | static_cast<std::uint64_t>(index + 1);
  }
  std::array<Node, 3> nodes_;
  std::atomic<std::uint64_t> top_ = 0;
};

const Program no_aba("stack: each change is counted", Outcome::pass, [] {
  CountedStack stack;
  for (const int node : {2, 1, 0}) stack.push(node);
  std::array<std::atomic<int>, 3> owners = {0, 0, 0};
  const auto own = [&](int node) {
    check(owners[static_cast<std::size_t>(node)]++ == 0,
          "a node was popped twice");
  };
  std::thread other([&] {
    const int first = stack.pop();
    const int second = stack.pop();
    if (second != -1) own(second);
    if (first != -1) stack.push(first);
  });
  const int mine = stack.pop();
  if (mine != -1) own(mine);
  other.join();
});

const Program use_after_delete(
    "stack: a node is deleted while another thread reads it",
    Outcome::data_race, [] {
      struct Item {
        int value = 0;
        Item* next = nullptr;
      };
      std::atomic<Item*> top = new Item{1, nullptr};
      const auto pop = [&] {
        Item* item = top.load();
        while (item != nullptr &&
               !top.compare_exchange_weak(item, item->next)) {
        }
        delete item;
      };
      std::thread other(pop);
      pop();
      other.join();
    });

struct Item {
  int value = 42;
  Item* next = nullptr;
};

// One thread reads the top, another removes it. The reader says which item it
// uses (Michael, "Hazard pointers", 2004).
template <bool looks_again>
void read_with_hazard_pointer() {
  std::atomic<Item*> top = new Item;
  std::atomic<Item*> hazard = nullptr;
  std::thread reader([&] {
    Item* item = top.load();
    hazard = item;
    if (looks_again && top.load() != item) return;
    if (item != nullptr) check(item->value == 42);
    hazard = nullptr;
  });
  Item* removed = top.exchange(nullptr);
  if (hazard != removed) {
    delete removed;
    removed = nullptr;
  }
  reader.join();
  delete removed;
}

const Program hazard_pointer("stack: a hazard pointer", Outcome::pass,
                             [] { read_with_hazard_pointer<true>(); });
const Program hazard_pointer_too_late(
    "stack: a hazard pointer without a second look", Outcome::data_race,
    [] { read_with_hazard_pointer<false>(); });

}  // namespace
}  // namespace workbook::programs
