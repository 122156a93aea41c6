#include "17-capstone/checker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "17-capstone/child.hpp"
#include "17-capstone/doctest_xml.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/stopwatch.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// The supervisor of a test ends it much earlier (workbook/supervise.hpp). In
// seconds, or WORKBOOK_LIMIT.
std::chrono::seconds test_limit() {
  const char* chosen = std::getenv("WORKBOOK_LIMIT");
  const int seconds = chosen == nullptr ? 0 : std::atoi(chosen);
  return seconds > 0 ? std::chrono::seconds(seconds) : 5min;
}

// Whether another ./workbook builds here now.
bool is_locked(const fs::path& lock) {
  const UniqueFd fd(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  return fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) == -1;
}

// Only one process at a time may build: the lock is the same as the set-up's,
// and ends with the command.
Argv locked(const fs::path& lock, Argv command) {
  static const bool has_flock = fs::exists("/usr/bin/flock");
  if (!has_flock) return command;
  Argv all = {"flock", lock.string()};
  all.insert(all.end(), command.begin(), command.end());
  return all;
}

bool is_noise(const std::string& line) {
  if (line.starts_with("ninja: ") || line.starts_with("gmake")) return true;
  if (line.starts_with(": && ")) return true;
  // the command: /usr/bin/c++ -D... -o ...
  return line.starts_with('/') && line.find(" -o ") != std::string::npos &&
         line.find(": error") == std::string::npos;
}

// "[3/7] Building ..." and "FAILED: ..." begin what is told of a step.
bool begins_step(const std::string& line) {
  return line.starts_with("FAILED: ") ||
         (line.starts_with('[') && line.find('/') != std::string::npos &&
          line.find(']') != std::string::npos && line.size() > 1 &&
          std::isdigit(static_cast<unsigned char>(line[1])) != 0);
}

int shell_status(const ExitStatus& status) {
  return status.signal != 0 ? 128 + status.signal : status.code;
}

}  // namespace

Verdict verdict_of(int status) {
  switch (status) {
    case 0:
      return Verdict::solved;
    case 1:
      return Verdict::fails;
    case 124:
      return Verdict::stuck;
    case 125:
      return Verdict::leaks;
    default:
      return Verdict::crashes;
  }
}

std::map<std::string, std::string> errors_by_exercise(
    const std::string& log, const std::vector<Exercise>& exercises) {
  std::map<std::string, std::string> errors;
  std::string* into = nullptr;
  for (const std::string& line : lines_of(log)) {
    if (line.starts_with("FAILED: ")) {
      const auto whose =
          std::ranges::find_if(exercises, [&](const Exercise& each) {
            return line.find(each.chapter + "." + each.name + ".work") !=
                       std::string::npos ||
                   line.find(each.chapter + "/exercises/" + each.name +
                             ".work") != std::string::npos;
          });
      into = &errors[whose == exercises.end() ? "" : whose->id()];
    } else if (line.starts_with("CMake Error")) {
      into = &errors[""];
      *into += line + "\n";
    } else if (begins_step(line)) {
      into = nullptr;
    } else if (into != nullptr && !is_noise(line)) {
      *into += line + "\n";
    }
  }
  return errors;
}

std::map<std::string, std::string> Checker::build(
    const std::vector<Exercise>& exercises, const std::stop_token& stop,
    const HearPhase& hear) const {
  Argv command = {"cmake", "--build", places_.build.string(), "--target"};
  for (const Exercise& exercise : exercises)
    command.push_back(places_.target(exercise));
  // Errors of all targets rather than of the first.
  for (const char* word : {"--", "-k", "0"}) command.emplace_back(word);

  const fs::path lock = places_.build / ".lock";
  const std::string what = is_locked(lock)
                               ? "waiting for another ./workbook that builds"
                               : "building";
  hear(what, 0);
  const fs::path log = exercises.size() == 1 ? places_.log(exercises[0])
                                             : places_.build / "log" / "build";
  const ChildEnding ending =
      run_child(locked(lock, command),
                {.log = log.string() + ".build.txt",
                 .folder = places_.root,
                 .still_running = [&](int seconds) { hear(what, seconds); }},
                stop);
  if (ending.status.success() || ending.cancelled) return {};
  const std::string text = read_file(log.string() + ".build.txt");
  auto errors = errors_by_exercise(text, exercises);
  if (errors.empty()) errors[""] = text;
  return errors;
}

Result Checker::test(const Exercise& exercise, const std::stop_token& stop,
                     const HearPhase& hear) const {
  hear("testing", 0);
  const Stopwatch stopwatch;
  const fs::path log = places_.log(exercise).string() + ".txt";
  const fs::path xml = places_.log(exercise).string() + ".xml";
  std::error_code none;
  fs::remove(xml, none);
  const ChildEnding ending = run_child(
      {places_.program(exercise).string(), "--reporters=xml",
       "--out=" + xml.string(), "--duration=true"},
      {.log = log,
       .folder = places_.root,
       .limit = test_limit(),
       .still_running = [&](int seconds) { hear("testing", seconds); }},
      stop);
  Result result{.exercise = exercise.id()};
  result.seconds = stopwatch.seconds();
  result.status = shell_status(ending.status);
  result.verdict = ending.cancelled  ? Verdict::cancelled
                   : ending.too_long ? Verdict::too_long
                                     : verdict_of(result.status);
  result.cases = parse_doctest_xml(read_file(xml));
  result.said = read_file(log);
  if (ending.too_long)
    result.said += "\nIt was ended. What its processes did:\n" + ending.doing;
  result.log = log;
  return result;
}

std::string Checker::answer(const Exercise& exercise) const {
  return read_file(places_.answer(exercise));
}

bool Checker::has_answer(const Exercise& exercise) const {
  std::error_code none;
  return fs::exists(places_.answer(exercise), none);
}

Result Checker::check(const Exercise& exercise, const std::stop_token& stop,
                      const HearPhase& hear) const {
  const Stopwatch stopwatch;
  const std::string text = answer(exercise);
  Result result{.exercise = exercise.id()};
  if (!has_answer(exercise)) {
    result.verdict = Verdict::no_answer;
    return result;
  }
  auto errors = build({exercise}, stop, hear);
  if (stop.stop_requested()) return result;
  if (errors.empty()) {
    result = test(exercise, stop, hear);
  } else {
    const bool theirs = errors.contains(exercise.id());
    result.verdict = theirs ? Verdict::does_not_compile : Verdict::cannot_build;
    result.errors = errors[theirs ? exercise.id() : ""];
    result.log = places_.log(exercise).string() + ".build.txt";
  }
  result.seconds = stopwatch.seconds();
  result.answer = text;
  return result;
}

}  // namespace workbook
