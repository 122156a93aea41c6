#include "10-coroutines/frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <coroutine>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <new>

namespace workbook {
namespace {

// #region looked-at
// The least that a coroutine needs. This one waits wherever it is told to, and
// notes how large its frame is: the compiler gets the memory for the frame from
// the operator new of the promise, where there is one.
class LookedAt {
 public:
  struct promise_type {
    static void* operator new(std::size_t size) {
      last_size = size;
      return ::operator new(size);
    }
    static void operator delete(void* frame) { ::operator delete(frame); }

    LookedAt get_return_object() { return LookedAt(*this); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };

  explicit LookedAt(promise_type& of_frame)
      : promise(of_frame),
        coroutine(std::coroutine_handle<promise_type>::from_promise(of_frame)) {
  }
  LookedAt(const LookedAt&) = delete;
  LookedAt& operator=(const LookedAt&) = delete;
  ~LookedAt() { coroutine.destroy(); }

  promise_type& promise;
  const std::coroutine_handle<promise_type> coroutine;
  const std::size_t size = last_size;

  static inline std::size_t last_size = 0;
};
// #endregion looked-at

struct Place {
  std::string name;
  const void* address;
  std::size_t size;
};

// #region countdown
LookedAt countdown(int from, std::vector<Place>* places) {
  long steps = 0;
  places->push_back({"from, a parameter", &from, sizeof from});
  places->push_back({"steps, a variable", &steps, sizeof steps});
  places->push_back({"places, a parameter", &places, sizeof(void*)});
  for (int i = from; i > 0; --i) {
    if (i == from) places->push_back({"i, a variable", &i, sizeof i});
    co_await std::suspend_always();  // here it is looked at
    ++steps;
  }
}
// #endregion countdown

LookedAt nothing() { co_return; }

LookedAt one_wait() { co_await std::suspend_always(); }

LookedAt large_array() {
  std::array<int, 1000> numbers{};
  co_await std::suspend_always();
  numbers[1] = numbers[0];
}

std::array<int, 1000> fill() { return {}; }

int sum() {  // what a plain function keeps is on the stack
  const std::array<int, 1000> numbers = fill();
  return numbers[0];
}

LookedAt calls_large() {
  co_await std::suspend_always();
  sum();
}

void print_line(char corner = '+') {
  fmt::print("          {}{:-<34}{}\n", corner, "", corner);
}

void print_part(std::size_t offset, const std::string& name, std::size_t size) {
  fmt::print("{:>8}  | {:<32} |{:>5} B\n", offset, name, size);
  print_line();
}

}  // namespace

Frame frame_of_countdown() {
  std::vector<Place> places;
  const LookedAt looked = countdown(3, &places);
  looked.coroutine.resume();  // until it waits in its loop

  constexpr std::size_t word = sizeof(void*);
  Frame frame{looked.size,
              {{"resume: where to go on", 0, word},
               {"destroy: how to clean up", word, word}}};
  const auto begin =
      reinterpret_cast<std::uintptr_t>(looked.coroutine.address());
  const auto add = [&](const std::string& name, const void* address,
                       std::size_t size) {
    frame.parts.push_back(
        {name, reinterpret_cast<std::uintptr_t>(address) - begin, size});
  };
  add("promise", &looked.promise, sizeof looked.promise);
  for (const Place& place : places) add(place.name, place.address, place.size);
  std::ranges::sort(frame.parts, {}, &FramePart::offset);
  return frame;
}

void frame(const Arguments&) {
  const Frame frame = frame_of_countdown();
  fmt::print("countdown(3, &places), while it waits: {} bytes on the heap\n",
             figure("bytes", std::to_string(frame.size)));
  fmt::print("  offset\n");
  print_line();
  std::size_t end = 0;
  for (const FramePart& part : frame.parts) {
    if (part.offset > end)
      print_part(end, "the compiler's own, and gaps", part.offset - end);
    print_part(part.offset, part.name, part.size);
    end = part.offset + part.size;
  }
  if (end < frame.size)
    print_part(end, "the compiler's own, and gaps", frame.size - end);

  const auto row = [](const char* what, const char* name, const LookedAt& it) {
    fmt::print("{:<46} {:>6} bytes\n", what,
               figure(name, std::to_string(it.size)));
  };
  fmt::print("\n");
  row("a coroutine that does nothing", "nothing", nothing());
  row("waits once", "one-wait", one_wait());
  row("has 1,000 ints, and waits", "array", large_array());
  row("waits, and calls a function that has 1,000 ints", "call", calls_large());
}

}  // namespace workbook
