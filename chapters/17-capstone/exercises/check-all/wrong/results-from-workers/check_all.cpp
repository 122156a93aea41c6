// Rejected: race "no data race and no lost result in any schedule"
//
// Tempting: each worker writes the result of its check to the check's own
// place, and no two ever write to the same one; only the count comes back.
//
// Wrong: a std::vector<bool> has no place for each: eight and more of them
// share a byte, so two threads that write neighbors write the same memory, and
// one of the results is lost. (In a std::vector<char> it would be right.)
#include "check_all.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "05-queues/closable_queue.hpp"

using workbook::ClosableQueue;

std::vector<bool> check_all(const std::vector<Check>& checks,
                            std::size_t workers, const Progress& progress) {
  if (workers == 0) throw std::invalid_argument("workers must be at least 1");
  std::vector<bool> results(checks.size());
  if (checks.empty()) return results;
  ClosableQueue<std::size_t> numbers(checks.size());
  ClosableQueue<std::size_t> ended(checks.size());
  for (std::size_t i = 0; i < checks.size(); ++i) numbers.push(i);
  numbers.close();

  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < std::min(workers, checks.size()); ++i) {
    threads.emplace_back([&] {
      while (const auto number = numbers.pop()) {
        bool passed = false;
        try {
          passed = checks[*number]();
        } catch (...) {
        }
        results[*number] = passed;
        ended.push(*number);
      }
    });
  }
  for (std::size_t i = 1; i <= checks.size(); ++i) {
    ended.pop();
    progress(i, checks.size());
  }
  return results;
}
