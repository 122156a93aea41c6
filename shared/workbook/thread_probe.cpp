#include "workbook/thread_probe.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace workbook {
namespace {

struct Look {
  char state = '?';  // 'S': asleep (proc(5))
  long switches = 0;
  long cpu_ticks = 0;  // of a hundredth of a second
};

// The times of the user and of the system are the 12th and the 13th field
// behind the name, which is in parentheses (proc(5)).
long cpu_ticks(pid_t thread) {
  std::ifstream stat(fmt::format("/proc/self/task/{}/stat", thread));
  stat.ignore(std::numeric_limits<std::streamsize>::max(), ')');
  std::string other;
  for (int i = 0; i < 11; ++i) stat >> other;
  long user = 0;
  long system = 0;
  stat >> user >> system;
  return user + system;
}

std::optional<Look> look_at(pid_t thread) {
  std::ifstream status(fmt::format("/proc/self/task/{}/status", thread));
  if (!status) return std::nullopt;
  Look look;
  for (std::string key; status >> key;
       status.ignore(std::numeric_limits<std::streamsize>::max(), '\n')) {
    long count = 0;
    if (key == "State:") {
      status >> look.state;
    } else if (key == "voluntary_ctxt_switches:" ||
               key == "nonvoluntary_ctxt_switches:") {
      status >> count;
      look.switches += count;
    }
  }
  look.cpu_ticks = cpu_ticks(thread);
  return look;
}

// Starts a thread and sees it go: with the first one, a sanitizer starts one of
// its own, which is not to appear between two counts.
bool warm_up() {
  pid_t id = 0;
  std::thread([&] { id = this_thread_id(); }).join();
  while (look_at(id)) std::this_thread::yield();
  return true;
}

}  // namespace

pid_t this_thread_id() { return ::gettid(); }

long context_switches(pid_t thread) {
  const std::optional<Look> look = look_at(thread);
  if (!look) throw std::runtime_error(fmt::format("no thread {}", thread));
  return look->switches;
}

bool sleeps(pid_t thread) {
  constexpr int looks = 400;
  constexpr std::chrono::milliseconds pause(5);
  constexpr int enough = 10;  // pauses in a row that it slept through
  constexpr long busy = 100;  // ticks: one that never sleeps is found out
                              // long before its test has to end
  const std::optional<Look> first = look_at(thread);
  std::optional<Look> last = first;
  int slept = 0;
  for (int i = 0; i < looks && last && slept < enough; ++i) {
    if (last->cpu_ticks - first->cpu_ticks >= busy) return false;
    std::this_thread::sleep_for(pause);
    const std::optional<Look> now = look_at(thread);
    slept = now && now->state == 'S' && now->switches == last->switches
                ? slept + 1
                : 0;
    last = now;
  }
  return slept == enough;
}

ProbedCall::ProbedCall(MoveOnlyFunction<void()> call) {
  std::promise<pid_t> id;
  std::future<pid_t> told = id.get_future();
  thread_ = std::thread(
      [this, call = std::move(call)](std::promise<pid_t> begun) {
        begun.set_value(this_thread_id());
        try {
          call();
        } catch (...) {
          error_ = std::current_exception();
        }
      },
      std::move(id));
  id_ = told.get();
}

ProbedCall::~ProbedCall() {
  if (thread_.joinable()) thread_.join();
}

bool ProbedCall::sleeps() const { return workbook::sleeps(id_); }

void ProbedCall::join() {
  thread_.join();
  if (error_) std::rethrow_exception(error_);
}

std::vector<pid_t> thread_ids() {
  static const bool warm = warm_up();
  static_cast<void>(warm);
  std::vector<pid_t> numbers;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc/self/task"))
    numbers.push_back(std::stoi(entry.path().filename()));
  return numbers;
}

int thread_count() { return static_cast<int>(thread_ids().size()); }

}  // namespace workbook
