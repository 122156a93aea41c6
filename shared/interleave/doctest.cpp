#include "interleave/doctest.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

namespace workbook::interleave {

namespace {

// Hears of failed checks before doctest's own reporters do.
struct FailedChecks : doctest::IReporter {
  explicit FailedChecks(const doctest::ContextOptions&) {}
  void log_assert(const doctest::AssertData& data) override {
    if (!data.m_failed || !exploring()) return;
    check(false, std::string(doctest::assertString(data.m_at)) + "(" +
                     data.m_expr + ")" + found(data));
  }
  // What there was in place of what the check wants: " is 1 == 2".
  static std::string found(const doctest::AssertData& data) {
    if (data.m_threw) return std::string(" threw: ") + data.m_exception.c_str();
    if ((data.m_at & doctest::assertType::is_throws) != 0 ||
        (data.m_at & doctest::assertType::is_throws_as) != 0 ||
        (data.m_at & doctest::assertType::is_throws_with) != 0)
      return " threw nothing";
    const std::string values = data.m_decomp.c_str();
    return values.empty() || values == data.m_expr ? "" : " is " + values;
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
[[maybe_unused]] const int cpu_limit = ::setenv("WORKBOOK_CPU_LIMIT", "30", 0);

}  // namespace

void Body::set(void (*body)()) { function_ = body; }

void InterleavingsCheck::operator()(const Body& body,
                                    const ExploreOptions& options) const {
  const Report report = explore(body.function(), options);
  INFO(report.to_text());
  if (!report.passed()) {
    ADD_FAIL_CHECK_AT(file_, line_, "it fails in one of the schedules");
    return;
  }
#ifdef WORKBOOK_INTERLEAVE
  if (!report.complete) {
    ADD_FAIL_CHECK_AT(file_, line_, "there are too many schedules for all");
    return;
  }
#endif
  CHECK(report.passed());
}

void InterleavingsFind::operator()(Outcome expected, const Body& body,
                                   const ExploreOptions& options) const {
#ifdef WORKBOOK_INTERLEAVE
  const Report report = explore(body.function(), options);
  INFO(report.to_text());
  if (report.outcome != expected) {
    ADD_FAIL_CHECK_AT(file_, line_, "expected: " << to_string(expected));
    return;
  }
  CHECK(report.outcome == expected);
#else
  static_cast<void>(body);
  static_cast<void>(options);
  ADD_MESSAGE_AT(file_, line_,
                 "not tried: interleave needs x86-64 and no sanitizer, for "
                     << to_string(expected));
#endif
}

}  // namespace workbook::interleave

REGISTER_LISTENER("interleave", workbook::interleave::before_all_others,
                  workbook::interleave::FailedChecks);
