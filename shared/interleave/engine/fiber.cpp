#include "interleave/engine/fiber.hpp"

#include <link.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string_view>

#include "interleave/hooks/real.hpp"
#include "workbook/errno_error.hpp"

#ifndef __x86_64__
#error \
    "interleave switches stacks and thread pointers by hand; it knows how on x86-64 only"
#endif

// Saves what the ABI asks a function to keep, then the stack pointer; loads the
// other's. The thread pointer is the base of segment fs: the instruction
// wrfsbase sets it (kernels since 5.9), else arch_prctl(2).
asm(R"(
.text
.globl workbook_switch_stack
.type workbook_switch_stack, @function
workbook_switch_stack:
  .cfi_startproc
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  subq $8, %rsp
  stmxcsr (%rsp)
  fnstcw 4(%rsp)
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  testl %ecx, %ecx
  jz 1f
  wrfsbase %rdx
  jmp 2f
1:
  movl $158, %eax
  movl $0x1002, %edi
  movq %rdx, %rsi
  syscall
2:
  ldmxcsr (%rsp)
  fldcw 4(%rsp)
  addq $8, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
  .cfi_endproc
.size workbook_switch_stack, .-workbook_switch_stack

.globl workbook_fiber_start
.type workbook_fiber_start, @function
workbook_fiber_start:
  .cfi_startproc
  .cfi_undefined rip
  movq %r12, %rdi
  callq *%r13
  ud2
  .cfi_endproc
.size workbook_fiber_start, .-workbook_fiber_start
)");

extern "C" void workbook_switch_stack(void** save, void* stack_pointer,
                                      void* thread_pointer, int fast);
extern "C" void workbook_fiber_start();

namespace workbook::interleave {
namespace {

constexpr unsigned long hwcap2_fsgsbase = 2;
const int fast_thread_pointer = (::getauxval(AT_HWCAP2) & hwcap2_fsgsbase) != 0;

char* thread_pointer() {
  char* self;
  asm("movq %%fs:0, %0"
      : "=r"(self));  // the ABI keeps the thread pointer's own value there
  return self;
}

void wait_for(const int& word) {
  while (__atomic_load_n(&word, __ATOMIC_ACQUIRE) == 0)
    real::futex(&word, FUTEX_WAIT, 0);
}

void set(int& word) {
  __atomic_store_n(&word, 1, __ATOMIC_RELEASE);
  real::futex(&word, FUTEX_WAKE, 1);
}

// The C library and the loader keep their own books in their thread_local
// variables.
bool keeps_own_books(std::string_view library) {
  return library.find("/libc.so") != std::string_view::npos ||
         library.find("/ld-linux") != std::string_view::npos;
}

}  // namespace

// The thread whose thread_local variables a fiber has.
struct Fiber::Lender {
  pthread_t thread{};
  char* thread_pointer = nullptr;
  std::vector<std::pair<char*, std::size_t>> locals;
  int ready = 0;
  int over = 0;
};

int Fiber::note_locals(dl_phdr_info* info, std::size_t, void* data) {
  if (info->dlpi_tls_data == nullptr || keeps_own_books(info->dlpi_name))
    return 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type != PT_TLS) continue;
    static_cast<Fiber::Lender*>(data)->locals.emplace_back(
        static_cast<char*>(info->dlpi_tls_data), header.p_memsz);
  }
  return 0;
}

void* Fiber::lend_thread_locals(void* data) {
  auto& lender = *static_cast<Lender*>(data);
  lender.thread_pointer = thread_pointer();
  ::dl_iterate_phdr(note_locals, &lender);
  set(lender.ready);
  wait_for(lender.over);
  return nullptr;
}

Fiber::Fiber(Host) : thread_pointer_(thread_pointer()) {}

Fiber::Fiber() {
  stack_ = static_cast<char*>(
      ::mmap(nullptr, stack_size, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (stack_ == MAP_FAILED) throw_errno("mmap a stack");
  constexpr std::size_t guard = 4096;
  check_errno(::mprotect(stack_, guard, PROT_NONE), "mprotect a stack");

  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(
      SIG_SETMASK, &all,
      &before);  // signals stay with the thread that runs the fibers
  lender_ = std::make_unique<Lender>();
  const int error = real::pthread_create(&lender_->thread, nullptr,
                                         lend_thread_locals, lender_.get());
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (error != 0) throw_errno("pthread_create", error);
  wait_for(lender_->ready);
  thread_pointer_ = lender_->thread_pointer;
  for (const auto& [begin, size] : lender_->locals) {
    locals_.push_back({begin, size, std::make_unique<char[]>(size)});
  }
  keep_thread_locals();
}

Fiber::~Fiber() {
  if (lender_ == nullptr) return;
  set(lender_->over);
  ::pthread_join(lender_->thread, nullptr);
  ::munmap(stack_, stack_size);
}

void Fiber::prepare(Entry entry, void* argument) {
  auto* top = reinterpret_cast<std::uintptr_t*>(stack_ + stack_size);
  *--top = 0;  // keeps the stack aligned as at a call
  *--top = 0;
  *--top = reinterpret_cast<std::uintptr_t>(workbook_fiber_start);
  *--top = 0;                                           // rbp
  *--top = 0;                                           // rbx
  *--top = reinterpret_cast<std::uintptr_t>(argument);  // r12
  *--top = reinterpret_cast<std::uintptr_t>(entry);     // r13
  *--top = 0;                                           // r14
  *--top = 0;                                           // r15
  constexpr std::uintptr_t default_rounding =
      0x037F'0000'1F80;  // of x87 and SSE, as a new thread has them
  *--top = default_rounding;
  stack_pointer_ = top;
}

void Fiber::keep_thread_locals() {
  for (Locals& local : locals_)
    std::memcpy(local.first.get(), local.begin, local.size);
}

void Fiber::reset_thread_locals() {
  for (Locals& local : locals_)
    std::memcpy(local.begin, local.first.get(), local.size);
}

void* Fiber::local(void* own) const {
  return static_cast<char*>(thread_pointer_) +
         (static_cast<char*>(own) - thread_pointer());
}

void switch_fiber(Fiber& from, Fiber& to) {
  workbook_switch_stack(&from.stack_pointer_, to.stack_pointer_,
                        to.thread_pointer_, fast_thread_pointer);
}

}  // namespace workbook::interleave
