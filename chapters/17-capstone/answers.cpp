#include "17-capstone/answers.hpp"

#include <fmt/format.h>

#include "01-subprocess/run.hpp"
#include "17-capstone/progress.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

namespace fs = std::filesystem;

fs::path kept_starter(const Places& places, const Exercise& exercise) {
  return places.answer_folder(exercise) / ".starter" / exercise.file;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw_errno("make " + folder.string(), error.value());
}

// A missing program is no answer to a question, and no reason to fail.
std::string output_of(const Argv& command) {
  try {
    return run(command).out;
  } catch (const std::system_error&) {
    return "";
  }
}

}  // namespace

bool copy_starter(const Places& places, const Exercise& exercise) {
  std::error_code none;
  const bool there = fs::exists(places.answer(exercise), none);
  if (!there) {
    make_folder(places.answer_folder(exercise));
    const fs::path starter = places.starter(exercise).parent_path();
    // What belongs to the starter besides the file goes first: the file is
    // what says that all is there.
    for (const auto& entry : fs::directory_iterator(starter, none)) {
      const fs::path to =
          places.answer_folder(exercise) / entry.path().filename();
      if (entry.is_regular_file() && !fs::exists(to) &&
          entry.path() != places.starter(exercise))
        replace_file(to, read_file(entry.path()));
    }
    accept_starter(places, exercise);
    replace_file(places.answer(exercise), read_file(places.starter(exercise)));
  }
  return !there;
}

std::optional<fs::path> reset_answer(const Places& places,
                                     const Exercise& exercise) {
  const fs::path answer = places.answer(exercise);
  const std::string starter = read_file(places.starter(exercise));
  std::optional<fs::path> kept;
  if (fs::exists(answer) && read_file(answer) != starter) {
    for (int i = 1; !kept || fs::exists(*kept); ++i)
      kept = answer.string() + (i == 1 ? ".bak" : fmt::format(".bak{}", i));
    replace_file(*kept, read_file(answer));
  }
  make_folder(places.answer_folder(exercise));
  accept_starter(places, exercise);
  replace_file(answer, starter);
  return kept;
}

bool starter_changed(const Places& places, const Exercise& exercise) {
  const fs::path kept = kept_starter(places, exercise);
  std::error_code none;
  return fs::exists(kept, none) &&
         read_file(kept) != read_file(places.starter(exercise));
}

void accept_starter(const Places& places, const Exercise& exercise) {
  const fs::path kept = kept_starter(places, exercise);
  make_folder(kept.parent_path());
  replace_file(kept, read_file(places.starter(exercise)));
}

Lines difference(const fs::path& from, const std::string& from_name,
                 const fs::path& to, const std::string& to_name) {
  Lines lines;
  const std::string text =
      output_of({"diff", "-u", "--label", from_name, "--label", to_name,
                 from.string(), to.string()});
  for (const std::string& line : lines_of(printable(text))) {
    const Style style = line.starts_with("+++") || line.starts_with("---")
                            ? Style::bold
                        : line.starts_with('+')  ? Style::green
                        : line.starts_with('-')  ? Style::red
                        : line.starts_with("@@") ? Style::dim
                                                 : Style::plain;
    lines.emplace_back(line, style);
  }
  return lines;
}

Lines starter_changes(const Places& places, const Exercise& exercise) {
  const fs::path kept = kept_starter(places, exercise);
  Lines lines = difference(kept, "the starter you began with",
                           places.starter(exercise), "the starter of today");
  const Argv files = {places.answer(exercise).string(), kept.string(),
                      places.starter(exercise).string()};
  Argv merge = {"git",   "merge-file", "-p",         "--diff3", "-L",
                "yours", "-L",         "began with", "-L",      "today"};
  merge.insert(merge.end(), files.begin(), files.end());
  std::string merged = output_of(merge);
  if (merged.empty()) {
    Argv diff3 = {"diff3", "-m"};
    diff3.insert(diff3.end(), files.begin(), files.end());
    merged = output_of(diff3);
  }
  if (!merged.empty()) {
    lines.emplace_back();
    lines.emplace_back("Yours, with that change in it:", Style::bold);
    for (const std::string& line : lines_of(printable(merged)))
      lines.emplace_back(line);
  }
  return lines;
}

}  // namespace workbook
