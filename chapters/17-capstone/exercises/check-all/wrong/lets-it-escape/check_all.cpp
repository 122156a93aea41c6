// Rejected: crash "terminate called"
//
// Tempting: a check returns true or false; what it throws is not our business.
//
// Wrong: an exception that leaves a thread ends the program: one broken check
// takes the other thirty-nine with it.
#include "check_all.hpp"

#include <stdexcept>
#include <thread>

#include "05-queues/closable_queue.hpp"

using workbook::ClosableQueue;

std::vector<bool> check_all(const std::vector<Check>& checks,
                            std::size_t workers, const Progress& progress) {
  if (workers == 0) throw std::invalid_argument("workers must be at least 1");
  if (checks.empty()) return {};
  struct Ended {
    std::size_t number;
    bool passed;
  };
  ClosableQueue<std::size_t> numbers(checks.size());
  ClosableQueue<Ended> ended(checks.size());
  for (std::size_t i = 0; i < checks.size(); ++i) numbers.push(i);
  numbers.close();
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) {
    threads.emplace_back([&] {
      while (const auto number = numbers.pop())
        ended.push({*number, checks[*number]()});
    });
  }
  std::vector<bool> results(checks.size());
  for (std::size_t count = 1; count <= checks.size(); ++count) {
    const Ended one = *ended.pop();
    results[one.number] = one.passed;
    progress(count, checks.size());
  }
  return results;
}
