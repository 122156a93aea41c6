#include "workbook/sections.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>

#include "workbook/errno_error.hpp"
#include "workbook/thread_sanitizer.hpp"

namespace workbook {
namespace {

std::string running_section;  // written by run_one only

int fail(int status, const std::string& program, const std::string& message) {
  std::fflush(stdout);
  fmt::print(stderr, "{}: {}\n", program, message);
  return status;
}

int run_one(const std::string& program, const Section& section,
            const Arguments& arguments) {
  running_section = section.name;
  const std::string where = program + " " + section.name;
  if (section.arguments.empty() && !arguments.empty()) {
    return fail(2, where,
                fmt::format("takes no arguments, not '{}'", arguments[0]));
  }
  try {
    section.run(arguments);
    if (std::fflush(stdout) != 0)
      return fail(1, where, "cannot write its output");
    return 0;
  } catch (const UsageError& error) {
    return fail(2, where, error.what());
  } catch (const std::exception& error) {
    return fail(1, where, error.what());
  }
}

int run_all(const std::string& program, const std::vector<Section>& sections) {
  for (const Section& section : sections) {
    fmt::print("{}== {}: {}\n", &section == sections.data() ? "" : "\n",
               section.name, section.description);
    std::fflush(stdout);
    if (const int status = run_one(program, section, {}); status != 0)
      return status;
  }
  return 0;
}

void run_explored(const std::string& section) {
  std::string program =
      std::filesystem::read_symlink("/proc/self/exe").string() + "_explored";
  if (!std::filesystem::exists(program)) {
    not_here("interleave needs x86-64 and no sanitizer.");
    return;
  }
  if (std::fflush(stdout) != 0) throw_errno("write output");

  std::string name = section;
  const std::array<char*, 3> argv = {program.data(), name.data(), nullptr};
  pid_t child = 0;
  errno = ::posix_spawn(&child, program.c_str(), nullptr, nullptr, argv.data(),
                        environ);
  if (errno != 0) throw_errno("start " + program);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw_errno("wait for " + program);
  }
  if (status != 0) throw std::runtime_error(program + " failed");
}

// Lines of at most 80 columns: `begin`, and behind it the parts of `words`,
// such as "[--input DIR]" and "--output FILE".
std::string wrapped(const std::string& begin, const std::string& words) {
  constexpr std::size_t columns = 80;
  const auto next_part = [&](std::size_t from) {
    return std::min(
        {words.find(" [", from), words.find(" --", from), words.size()});
  };
  std::string text;
  std::string line = begin;
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t end = next_part(from + 1);
    const std::string part = words.substr(from, end - from);
    if (line.size() + 1 + part.size() > columns) {
      text += line + "\n";
      line = std::string(begin.size(), ' ');
    }
    line += " " + part;
    from = end + 1;
  }
  return text + line + "\n";
}

}  // namespace

Section explored_section(const std::string& name,
                         const std::string& description) {
  return {name, "", description,
          [name](const Arguments&) { run_explored(name); }};
}

int run_sections(int argc, char** argv, const std::vector<Section>& sections,
                 const std::vector<Use>& uses) {
  const std::string program = std::filesystem::path(argv[0]).filename();
  const std::span<char*> words(argv + 1, static_cast<std::size_t>(argc - 1));
  if (words.empty()) return run_all(program, sections);

  const std::string name = words[0];
  if (name == "--help" || name == "-h") {
    fmt::print("{}", help_text(program, sections, uses));
    return 0;
  }
  if (name == "--sections") {
    for (const Section& section : sections)
      fmt::print("{}\t{}\n", section.name, section.description);
    return 0;
  }
  const auto section = std::ranges::find(sections, name, &Section::name);
  if (section == sections.end()) {
    std::string names;
    for (const Section& each : sections) names += " " + each.name;
    return fail(2, program,
                fmt::format("no section '{}'; there are:{}", name, names));
  }
  return run_one(program, *section, Arguments(words.begin() + 1, words.end()));
}

std::string help_text(const std::string& program,
                      const std::vector<Section>& sections,
                      const std::vector<Use>& uses) {
  std::string text = fmt::format(
      "usage: {} [section [arguments]]\nWithout a section, all of them run:\n",
      program);
  for (const Section& section : sections) {
    text += fmt::format("  {:<14} {}\n", section.name, section.description);
    if (!section.arguments.empty())
      text += wrapped(fmt::format("{:<17}takes", ""), section.arguments);
  }
  if (!uses.empty()) text += "Or put to use:\n";
  for (const Use& use : uses) {
    text += wrapped(" ", use.words);
    text += fmt::format("{:<17}{}\n", "", use.description);
  }
  return text;
}

void not_here(const std::string& why) {
  fmt::print("Not here: {}\n", why);
  if (const auto path = capture_path(".missing")) std::ofstream(*path) << why;
}

std::string figure(std::string_view name, std::string text) {
  if (const auto path = capture_path(".figures")) {
    std::ofstream(*path, std::ios::app) << name << '\t' << text << '\n';
  }
  return text;
}

std::optional<std::filesystem::path> capture_path(std::string_view extension) {
  const char* folder = std::getenv("WORKBOOK_CAPTURE");
  if (folder == nullptr) return std::nullopt;
  return std::filesystem::path(folder) /
         (running_section + std::string(extension));
}

long to_number(const std::string& argument, std::string_view what, long least,
               long most) {
  long number = 0;
  const char* end = argument.data() + argument.size();
  const auto [stopped, error] = std::from_chars(argument.data(), end, number);
  if (error != std::errc() || stopped != end || number < least ||
      number > most) {
    throw UsageError(fmt::format("{} is a whole number from {} to {}, not '{}'",
                                 what, least, most, argument));
  }
  return number;
}

}  // namespace workbook
