#pragma once

// explore() in doctest tests: a CHECK or REQUIRE that fails in the body is a
// failure of the schedule.
//
//   TEST_CASE("push and pop never lose an item") {
//     CHECK_INTERLEAVINGS([] {
//       Queue queue;
//       std::thread producer([&] { queue.push(1); });
//       CHECK(queue.pop() == 1);
//       producer.join();
//     });
//   }
//   TEST_CASE("an unlocked counter is a data race") {
//     CHECK_INTERLEAVINGS_FIND(workbook::Outcome::data_race, unlocked);
//   }
//
// Where interleave cannot be (under a sanitizer, on other processors than
// x86-64), the first runs the body a few times with real threads, and the
// second only says that it found nothing.

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "interleave/interleave.hpp"

namespace workbook::interleave {

// Hears of failed checks before doctest's own reporters do.
struct FailedChecks : doctest::IReporter {
  explicit FailedChecks(const doctest::ContextOptions&) {}
  void log_assert(const doctest::AssertData& data) override {
    if (!data.m_failed || !exploring()) return;
    const std::string values = data.m_decomp.c_str();
    check(false,
          std::string(doctest::assertString(data.m_at)) + "(" + data.m_expr +
              ")" +
              (values.empty() || values == data.m_expr ? "" : " is " + values));
  }
  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_start(const doctest::TestCaseData&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_end(const doctest::CurrentTestCaseStats&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};

constexpr int before_all_others = 1'000;

// An exploration is busy all the time, and ends by itself: the supervisor of
// tests lets it use more CPU time than others (seconds).
inline const int cpu_limit = ::setenv("WORKBOOK_CPU_LIMIT", "30", 0);

}  // namespace workbook::interleave

REGISTER_LISTENER("interleave", workbook::interleave::before_all_others,
                  workbook::interleave::FailedChecks);

// Explores the body (a callable; options may follow) and fails with the
// schedule if there is one that fails, or if the schedules were too many to run
// all.
#define CHECK_INTERLEAVINGS(...)                                             \
  do {                                                                       \
    const workbook::Report workbook_report = workbook::explore(__VA_ARGS__); \
    INFO(workbook_report.to_text());                                         \
    CHECK(workbook_report.passed());                                         \
    WORKBOOK_CHECK_COMPLETE(workbook_report);                                \
  } while (false)

// Explores the body and fails unless what it finds is `expected`.
#define CHECK_INTERLEAVINGS_FIND(expected, ...) \
  WORKBOOK_CHECK_FOUND(expected, __VA_ARGS__)

#ifdef WORKBOOK_INTERLEAVE
#define WORKBOOK_CHECK_COMPLETE(report) \
  CHECK((report).complete == (report).passed())
#define WORKBOOK_CHECK_FOUND(expected, ...)                                  \
  do {                                                                       \
    const workbook::Report workbook_report = workbook::explore(__VA_ARGS__); \
    INFO(workbook_report.to_text());                                         \
    CHECK(workbook::to_string(workbook_report.outcome) ==                    \
          workbook::to_string(expected));                                    \
  } while (false)
#else
#define WORKBOOK_CHECK_COMPLETE(report) static_cast<void>(report)
#define WORKBOOK_CHECK_FOUND(expected, body, ...)                       \
  do {                                                                  \
    static_cast<void>(body);                                            \
    MESSAGE("not tried: interleave needs x86-64 and no sanitizer, for " \
            << workbook::to_string(expected));                          \
  } while (false)
#endif
