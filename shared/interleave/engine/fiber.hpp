#pragma once

#include <cstddef>
#include <memory>
#include <vector>

struct dl_phdr_info;

namespace workbook::interleave {

// A stack and a set of thread_local variables that a kernel thread can put on
// and take off: what makes a thread of the program under test, without a thread
// of the kernel. A switch costs some 20 ns.
//
// The thread_local variables are those of a real thread that was started for
// them and sleeps for good, so that the C library set up everything that it
// expects to find there.
class Fiber {
 public:
  using Entry = void (*)(void*);

  Fiber();
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // The next switch to this fiber calls `entry(argument)` on a fresh stack. It
  // must not return.
  void prepare(Entry entry, void* argument);

  // Gives the thread_local variables of the program and the standard library
  // their first values.
  void reset_thread_locals();

  // From now on reset_thread_locals() restores the values that these variables
  // have at this moment.
  void keep_thread_locals();

  // The address that a thread_local variable of the caller has in this fiber.
  void* local(void* own) const;

  bool on_stack(const void* address) const {
    return address >= stack_ && address < stack_ + stack_size;
  }

  const char* stack_end() const { return stack_ + stack_size; }

  static constexpr std::size_t stack_size = 256 * 1024;

 private:
  friend void switch_fiber(Fiber& from, Fiber& to);
  friend class HostFiber;
  struct Locals {
    char* begin;
    std::size_t size;
    std::unique_ptr<char[]> first;
  };
  struct Host {};
  struct Lender;
  static int note_locals(dl_phdr_info* info, std::size_t size, void* data);
  static void* lend_thread_locals(void* lender);
  explicit Fiber(Host);

  void* stack_pointer_ = nullptr;
  void* thread_pointer_ = nullptr;
  char* stack_ = nullptr;
  std::vector<Locals> locals_;
  std::unique_ptr<Lender> lender_;
};

// The kernel thread as it was before it ran any fiber.
class HostFiber : public Fiber {
 public:
  HostFiber() : Fiber(Host{}) {}
};

// Leaves the running fiber `from` and continues `to`.
void switch_fiber(Fiber& from, Fiber& to);

}  // namespace workbook::interleave
