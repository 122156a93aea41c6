#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "01-subprocess/run.hpp"
#include "17-capstone/class_report.hpp"
#include "17-capstone/commands.hpp"
#include "17-capstone/readme.hpp"
#include "17-capstone/result_files.hpp"
#include "workbook/sections.hpp"

namespace workbook {
namespace {

// As git knows the learner, or the system does.
std::string name_of_learner() {
  try {
    std::string name = trimmed(run({"git", "config", "user.name"}).out);
    if (!name.empty()) return name;
  } catch (const std::system_error&) {
  }
  const char* user = std::getenv("USER");
  return user == nullptr ? "unknown" : user;
}

int write_own(const Context& context, const ReportOptions& options) {
  const std::string learner =
      options.learner.empty() ? name_of_learner() : options.learner;
  std::filesystem::path file = options.output;
  if (file.is_relative()) file = std::filesystem::current_path() / file;
  const auto report = make_report(context, learner);
  write_result(file, report.dump(1, ' ', false,
                                 nlohmann::json::error_handler_t::replace) +
                         "\n");
  // Into a device or a pipe, nothing else may follow.
  if (!std::filesystem::is_regular_file(file)) return 0;
  fmt::print("{}: the results of {}, {} of {} solved.\n", options.output,
             learner, context.solved(),
             counted(context.catalog.exercises().size(), "exercise"));
  if (options.learner.empty()) fmt::print("Another name: --name \"...\"\n");
  return 0;
}

}  // namespace

int report_command(Context& context, const ReportOptions& options) {
  if (!options.output.empty() && options.files.empty())
    return write_own(context, options);
  if (options.files.empty() || !options.output.empty()) {
    throw UsageError(
        "report writes yours, or reads those of a class\n"
        "usage: ./workbook report -o mine.json [--name NAME]\n"
        "       ./workbook report FILE... [--html FILE]");
  }
  std::vector<LearnerReport> reports;
  bool all_read = true;
  for (const std::string& file : options.files) {
    try {
      reports.push_back(read_report(context, file));
    } catch (const std::runtime_error& error) {
      complain(error.what());
      all_read = false;
    }
  }
  if (reports.empty()) return 1;
  print(class_table(context, reports));
  const std::filesystem::path page =
      options.page.empty() ? context.places.build / "class.html"
                           : std::filesystem::absolute(options.page);
  write_result(page, class_page(context, reports));
  fmt::print("\nThe same as a page: {}\n", context.places.shown(page));
  return all_read ? 0 : 1;
}

}  // namespace workbook
