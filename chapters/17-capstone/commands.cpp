#include "17-capstone/commands.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "workbook/sections.hpp"

namespace workbook {
namespace {

constexpr int usage_status = 2;

// What the user typed, for all commands.
struct Typed {
  std::string root;
  std::string build;
  std::optional<std::string> exercise;
  CheckOptions check;
  ReportOptions report;
  std::string section;
  bool all = false;
  bool spoil = false;
  bool accept = false;
  bool after = false;
};

void describe(CLI::App& app, Typed& typed) {
  app.require_subcommand(1);
  app.add_option("--root", typed.root)->required();
  app.add_option("--build", typed.build)->required();
  const auto command = [&](const char* name, const char* usage) {
    CLI::App* added = app.add_subcommand(name);
    added->footer(usage);
    return added;
  };
  const auto with_exercise = [&](const char* name, const char* usage) {
    CLI::App* added = command(name, usage);
    added->add_option("exercise", typed.exercise);
    return added;
  };
  command("list", "list");
  with_exercise("watch", "watch [01/exercise]");
  with_exercise("reset", "reset 01/exercise");
  with_exercise("hint", "hint [01/exercise] [--all]")
      ->add_flag("--all", typed.all);
  with_exercise("solution", "solution [01/exercise] [--spoil]")
      ->add_flag("--spoil", typed.spoil);
  with_exercise("changes", "changes [01/exercise] [--accept]")
      ->add_flag("--accept", typed.accept);

  CLI::App* check = command(
      "check", "check [01/exercise] [--json] [--junit FILE] [--jobs N]");
  check->add_option("exercise", typed.check.what);
  check->add_flag("--json", typed.check.json);
  check->add_option("--junit", typed.check.junit);
  check->add_option("--jobs", typed.check.workers)->check(CLI::Range(1, 1000));

  CLI::App* report =
      command("report",
              "report -o FILE [--name NAME], or report FILE... [--html FILE]");
  report->add_option("-o,--output", typed.report.output);
  report->add_option("--name", typed.report.learner);
  report->add_option("--html", typed.report.page);
  report->add_option("files", typed.report.files);

  CLI::App* predict = command("predict", "predict 01 section");
  predict->add_option("chapter", typed.exercise)->required();
  predict->add_option("section", typed.section)->required();
  predict->add_flag("--after", typed.after);
}

int dispatch(const std::string& name, const Typed& typed) {
  Context context({typed.root, typed.build});
  for (const std::string& text : context.told) complain(text);
  context.told.clear();
  const auto run = [&]() -> int {
    if (name == "list") return list_command(context);
    if (name == "check") return check_command(context, typed.check);
    if (name == "watch") return watch_command(context, typed.exercise);
    if (name == "hint") return hint_command(context, typed.exercise, typed.all);
    if (name == "solution")
      return solution_command(context, typed.exercise, typed.spoil);
    if (name == "reset") return reset_command(context, typed.exercise);
    if (name == "changes")
      return changes_command(context, typed.exercise, typed.accept);
    if (name == "report") return report_command(context, typed.report);
    return predict_command(context, *typed.exercise, typed.section,
                           typed.after);
  };
  const int status = run();
  for (const std::string& text : context.told) complain(text);
  flush_output();
  return status;
}

// CLI11's own words are about options; these are about the command.
std::string in_our_words(const CLI::ParseError& error,
                         const CLI::App& command) {
  std::string text = error.what();
  constexpr std::string_view extra = "not expected: ";
  if (const auto at = text.find(extra); at != std::string::npos) {
    text = fmt::format("{} takes nothing more, not '{}'", command.get_name(),
                       text.substr(at + extra.size()));
  } else {
    text = command.get_name() + ": " + text;
  }
  return text + "\nusage: ./workbook " + command.get_footer();
}

}  // namespace

int run_tool(int argc, char** argv) {
  // A full disk and a closed pipe are errors to tell, not to die of.
  ::signal(SIGXFSZ, SIG_IGN);
  Typed typed;
  CLI::App app("The learner's commands of ./workbook, which calls this");
  describe(app, typed);
  try {
    app.parse(argc, argv);
    return dispatch(app.get_subcommands().front()->get_name(), typed);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    return 0;
  } catch (const CLI::ParseError& error) {
    const auto given = app.get_subcommands();
    complain(given.empty() ? error.what()
                           : in_our_words(error, *given.front()));
    return usage_status;
  } catch (const UsageError& error) {
    complain(error.what());
    return usage_status;
  } catch (const std::exception& error) {
    complain(error.what());
    return 1;
  }
}

}  // namespace workbook
