// The main() of every test. Arguments are doctest's (--help lists them).

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "workbook/supervise.hpp"
#include "workbook/test_main.hpp"
#include "workbook/thread_sanitizer.hpp"

// Unless a test defines it.
[[gnu::weak]] std::optional<int> workbook::run_instead_of_tests(int, char**) {
  return std::nullopt;
}

namespace {

// Tells the supervisor which test case runs.
struct CurrentCase : doctest::IReporter {
  explicit CurrentCase(const doctest::ContextOptions&) {}
  void test_case_start(const doctest::TestCaseData& data) override {
    workbook::tell_supervisor(data.m_name);
  }
  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_end(const doctest::CurrentTestCaseStats&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};
REGISTER_LISTENER("current_case", 1, CurrentCase);

// Under a debugger the test itself is what one wants to see.
bool debugger_attached() {
  std::ifstream status("/proc/self/status");
  for (std::string key; status >> key; status.ignore(4096, '\n')) {
    int tracer = 0;
    if (key == "TracerPid:") return status >> tracer && tracer != 0;
  }
  return false;
}

bool only_asks(std::span<char*> arguments) {
  return std::ranges::any_of(arguments, [](std::string_view argument) {
    return argument.find("list") != std::string_view::npos ||
           argument.find("help") != std::string_view::npos;
  });
}

}  // namespace

int main(int argc, char** argv) {
  // What was said before a test is stuck is seen, in a file or a pipe too.
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  try {
    if (const auto status = workbook::run_instead_of_tests(argc, argv))
      return *status;
    const std::span<char*> arguments(argv + 1,
                                     static_cast<std::size_t>(argc - 1));
    // A supervised test may start this program again, and then both are watched
    // as one.
    const bool supervised = workbook::answer_supervisor() ||
                            std::getenv("WORKBOOK_SUPERVISED") != nullptr;
    if (!supervised && !debugger_attached() && !only_asks(arguments)) {
      return workbook::supervise(argv);
    }
    return doctest::Context(argc, argv).run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", argv[0], error.what());
    return 1;
  }
}
