#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cctype>
#include <cmath>
#include <fstream>
#include <stdexcept>

#include "09-thread-pools/map.hpp"
#include "15-process-pools/dishes.hpp"
#include "15-process-pools/gcd.hpp"
#include "15-process-pools/process_pool.hpp"
#include "15-process-pools/steps.hpp"
#include "15-process-pools/when_not.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/stopwatch.hpp"

using namespace workbook;

namespace {

// #region photo
struct Photo {
  std::string name;
  int width = 0;
  static auto members(auto& self) { return std::tie(self.name, self.width); }
};
// #endregion photo

// #region functions
double square_root(double number) {
  if (number < 0) throw std::domain_error("no root of less than 0");
  return std::sqrt(number);
}

int fragile_gcd(const Pair& pair) {
  if (pair.second == 0) ::raise(SIGSEGV);  // as a bug in a library would
  return gcd(pair);
}
// #endregion functions

// #region allocate
std::size_t bytes_in_use() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// Takes so many MiB, in a process that may take 64 MiB more than it has.
int allocate(int mebibytes) {
  const rlim_t limit = bytes_in_use() + (64U << 20U);
  const rlimit limits{limit, limit};
  check_errno(::setrlimit(RLIMIT_AS, &limits), "setrlimit");
  const std::vector<char> memory(static_cast<std::size_t>(mebibytes) << 20U);
  return static_cast<int>(memory.size() >> 20U);
}
// #endregion allocate

// #region list
Functions functions() {
  Functions all;
  all.add("gcd", gcd);
  all.add("square_root", square_root);
  all.add("fragile_gcd", fragile_gcd);
  all.add("allocate", allocate);
  all.add("sum_of_passes", sum_of_passes);
  return all;
}
// #endregion list

void bytes(const Arguments&) {
  // #region bytes
  const std::vector<Photo> photos = {{"sea", 1920}, {"me", 640}};
  const std::string message = to_bytes(photos);
  // #endregion bytes
  fmt::print("two photos are {} bytes:\n", message.size());
  for (std::size_t i = 0; i < message.size(); ++i) {
    const auto byte = static_cast<unsigned char>(message[i]);
    fmt::print("{}{}",
               std::isprint(byte) ? fmt::format(" {}", message[i])
                                  : fmt::format("{:02x}", byte),
               i % 24 == 23 || i + 1 == message.size() ? "\n" : " ");
  }
  const auto same = from_bytes<std::vector<Photo>>(message);
  fmt::print("back again: {} {}, {} {}\n", same[0].name, same[0].width,
             same[1].name, same[1].width);
  // #region torn
  for (const std::string& torn :
       {message.substr(0, 20), message + "?", std::string(8, '\xff')}) {
    try {
      from_bytes<std::vector<Photo>>(torn);
    } catch (const BadMessage& error) {
      fmt::print("{:>2} bytes: {}\n", torn.size(), error.what());
    }
  }
  // #endregion torn
}

void compare_gcd(const Arguments& arguments) {
  const std::vector<Pair> pairs = gcd_pairs(
      arguments.empty() ? 20 : to_number(arguments[0], "rounds", 1, 10'000));
  const auto measure = [&](const std::string& name, const auto& run) {
    const Stopwatch stopwatch;
    const std::vector<int> divisors = run();
    const double seconds = stopwatch.seconds();
    fmt::print("{:<14}{:>8.3f} s   ({} pairs; the first four: {})\n", name,
               seconds, divisors.size(),
               fmt::join(divisors.begin(), divisors.begin() + 4, " "));
    figure(name, fmt::format("{:.3f} s", seconds));
    return seconds;
  };
  // #region gcd
  const double serial = measure("serial", [&] {
    std::vector<int> divisors;
    for (const Pair& pair : pairs) divisors.push_back(gcd(pair));
    return divisors;
  });
  ThreadPool threads(2);
  const double threaded =
      measure("two threads", [&] { return map(threads, pairs, gcd); });
  ProcessPool processes(2, functions());
  const double parallel =
      measure("two processes", [&] { return processes.map(gcd, pairs); });
  // #endregion gcd
  fmt::print(
      "threads {} times as fast as serial, processes {} times\n",
      figure("threads-times", fmt::format("{:.2f}", serial / threaded)),
      figure("processes-times", fmt::format("{:.2f}", serial / parallel)));
}

void errors(const Arguments&) {
  ProcessPool pool(2, functions());
  // #region errors
  try {
    pool.map(square_root, {4, 9, -1, 16});
  } catch (const RemoteError& error) {
    fmt::print("type: {}\ntext: {}\nitem: {}\n", error.type, error.text,
               error.item);
  }
  // #endregion errors
  fmt::print("the pool goes on: {}\n", pool.map(square_root, {16})[0]);
}

void crash(const Arguments&) {
  // #region crash
  ProcessPool pool(2, functions());
  const std::vector<Pair> pairs = {{48, 36}, {17, 5}, {1, 0}, {10, 4}};
  try {
    pool.map_each(fragile_gcd, pairs,
                  [](int divisor) { fmt::print("divisor {}\n", divisor); });
  } catch (const WorkerDied& death) {
    fmt::print("{}\n", death.what());
  }
  fmt::print("the pool goes on: {}\n", pool.map(gcd, {{48, 36}})[0]);
  // #endregion crash
}

void memory(const Arguments&) {
  ProcessPool pool(1, functions());
  for (const int mebibytes : {1, 1000}) {
    try {
      fmt::print("{:>5} MiB: {}\n", mebibytes,
                 pool.map(allocate, {mebibytes})[0] == mebibytes ? "there"
                                                                 : "not there");
    } catch (const std::exception& error) {
      fmt::print("{:>5} MiB: {}\n", mebibytes, error.what());
    }
  }
  fmt::print("this process is not limited, and the pool goes on: {}\n",
             pool.map(gcd, {{48, 36}})[0]);
}

}  // namespace

// #region main
int main(int argc, char** argv) {
  if (const auto status = serve_if_worker(argc, argv, functions()))
    return *status;
  // #endregion main
  if (const auto status = dry_if_dryer(argc, argv)) return *status;
  if (const auto status = serve_in_steps_if_asked(argc, argv)) return *status;
  return run_sections(
      argc, argv,
      {{"dishes", "[dish...]", "one process washes, two dry, all go home",
        dishes},
       {"dead-dryer", "[dish...]", "a dryer is killed with a dish in hand",
        dead_dryer},
       {"bytes", "", "values as bytes, and bytes that are no values", bytes},
       {"gcd", "[rounds]", "serial, two threads and two processes",
        compare_gcd},
       {"errors", "", "an exception comes back from a worker", errors},
       {"crash", "", "a worker crashes", crash},
       {"memory", "", "a worker may take so much memory and no more", memory},
       {"steps", "[calls]", "the ten steps of a call, and what each costs",
        steps},
       {"when-not", "[bytes]", "when two processes are slower than one",
        when_not}});
}
