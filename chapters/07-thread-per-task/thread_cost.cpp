#include "07-thread-per-task/thread_cost.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <latch>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "07-thread-per-task/child.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

struct Memory {
  double address_space = 0;
  double resident = 0;
};

// Of this process, in bytes.
Memory memory_now() {
  std::ifstream file("/proc/self/statm");
  Memory pages;
  file >> pages.address_space >> pages.resident;
  const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
  return {pages.address_space * page, pages.resident * page};
}

// Of all threads of the machine, in bytes; 0 where the system does not tell.
double kernel_stacks_now() {
  std::ifstream file("/proc/meminfo");
  for (std::string key; file >> key;
       file.ignore(std::numeric_limits<std::streamsize>::max(), '\n')) {
    double kibibytes = 0;
    if (key == "KernelStack:" && file >> kibibytes) return kibibytes * 1024;
  }
  return 0;
}

// Threads that wait until this is destroyed.
class WaitingThreads {
 public:
  explicit WaitingThreads(int most) {
    threads_.reserve(static_cast<std::size_t>(most));
  }
  WaitingThreads(const WaitingThreads&) = delete;
  WaitingThreads& operator=(const WaitingThreads&) = delete;
  ~WaitingThreads() { end_.count_down(); }

  // Returns when the new thread runs. Throws std::system_error.
  void start_one() {
    std::latch runs(1);
    threads_.emplace_back([this, &runs] {
      runs.count_down();
      end_.wait();
    });
    runs.wait();
  }
  int count() const { return static_cast<int>(threads_.size()); }

 private:
  std::latch end_{1};
  std::vector<std::jthread> threads_;
};

void set_default_stack_size(std::size_t size) {
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  ::pthread_attr_setstacksize(&attributes, size);
  const int error = ::pthread_setattr_default_np(&attributes);
  ::pthread_attr_destroy(&attributes);
  if (error != 0) throw_errno("set the size of stacks", error);
}

// The stacks of threads that have ended are kept for new ones, up to 40 MiB in
// all (glibc). One that is larger than that drives out all others, and itself.
void forget_old_stacks() {
  set_default_stack_size(64 * 1024 * 1024);
  std::thread([] {}).join();
}

// #region find-limit
void allow_address_space(std::size_t more) {
  const auto now = static_cast<rlim_t>(memory_now().address_space);
  const rlimit limit{now + more, now + more};
  check_errno(::setrlimit(RLIMIT_AS, &limit), "setrlimit");
}

void start_until_refused(int most) {
  WaitingThreads threads(most);
  std::string error;
  try {
    while (threads.count() < most) threads.start_one();
  } catch (const std::system_error& refused) {
    error = refused.what();
  }
  fmt::print("{} {}\n", threads.count(), error);
}
// #endregion find-limit

}  // namespace

ThreadCost measure_thread_cost(int count) {
  const Stopwatch stopwatch;
  for (int i = 0; i < count; ++i) std::thread([] {}).join();
  const double seconds = stopwatch.seconds();

  const Memory before = memory_now();
  const double stacks_before = kernel_stacks_now();
  WaitingThreads threads(count);
  while (threads.count() < count) threads.start_one();
  const Memory after = memory_now();
  const double stacks = kernel_stacks_now() - stacks_before;
  return {seconds / count, (after.address_space - before.address_space) / count,
          (after.resident - before.resident) / count, stacks / count};
}

std::size_t default_stack_size() {
  pthread_attr_t attributes;
  std::size_t size = 0;
  if (const int error = ::pthread_getattr_default_np(&attributes); error != 0)
    throw_errno("ask for the size of stacks", error);
  ::pthread_attr_getstacksize(&attributes, &size);
  ::pthread_attr_destroy(&attributes);
  return size;
}

ThreadLimit find_thread_limit(std::size_t address_space, std::size_t stack_size,
                              int most) {
  const ChildEnd child = in_child([&] {
    forget_old_stacks();
    set_default_stack_size(stack_size);
    allow_address_space(address_space);
    start_until_refused(most);
  });
  std::istringstream words(child.output);
  ThreadLimit limit{};
  if (!child.status.success() || !(words >> limit.threads))
    throw std::runtime_error(
        fmt::format("the child that counts threads: {}: {}",
                    child.status.text(), child.output));
  std::getline(words >> std::ws, limit.error);
  return limit;
}

}  // namespace workbook
