#include "17-capstone/progress.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "17-capstone/content_hash.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook {
namespace {

namespace fs = std::filesystem;
using Json = Progress::Json;

constexpr double longest_pause = 600;  // seconds

std::string at_time(std::time_t time) {
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::string text(32, '\0');
  text.resize(
      std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
  return text;
}

std::optional<std::time_t> to_time(const std::string& text) {
  std::tm parts{};
  if (::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr)
    return std::nullopt;
  return ::timegm(&parts);
}

// Members of a file that a person may have edited: of another type is as good
// as not there.
template <typename T>
T get(const Json& object, const char* key, T otherwise = T()) {
  if (!object.is_object()) return otherwise;
  const auto found = object.find(key);
  if (found == object.end()) return otherwise;
  if constexpr (std::is_same_v<T, std::string>) {
    return found->is_string() ? found->get<std::string>() : otherwise;
  } else if constexpr (std::is_same_v<T, bool>) {
    return found->is_boolean() ? found->get<bool>() : otherwise;
  } else {  // a count or seconds: none is below 0, and a huge one is no number
    if (!found->is_number()) return otherwise;
    return static_cast<T>(std::clamp(found->get<double>(), 0.0, 1e9));
  }
}

const Json& member(const Json& object, const std::string& key) {
  static const Json none = Json::object();
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? *found : none;
}

Json& object_in(Json& object, const std::string& key) {
  Json& found = object[key];
  if (!found.is_object()) found = Json::object();
  return found;
}

const Json& entry_of(const Json& all, const std::string& id) {
  return member(member(all, "exercises"), id);
}

// The lock that processes share; it ends with the descriptor.
UniqueFd lock_folder(const fs::path& folder) {
  UniqueFd fd(
      check_errno(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                  "open " + folder.string()));
  while (::flock(fd.get(), LOCK_EX) == -1) {
    if (errno != EINTR) throw_errno("lock " + folder.string());
  }
  return fd;
}

}  // namespace

std::string to_string(State state) {
  switch (state) {
    case State::not_started:
      return "not started";
    case State::started:
      return "started";
    case State::solved:
      return "solved";
  }
  return "";
}

std::string utc_now() { return at_time(std::time(nullptr)); }

// #region replace-file
void replace_file(const fs::path& file, const std::string& text) {
  const fs::path scratch =
      file.parent_path() /
      fmt::format(".new.{}.{}", file.filename().string(), ::gettid());
  try {
    UniqueFd fd(check_errno(
        ::open(scratch.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644),
        "write " + file.string()));
    for (std::size_t done = 0; done < text.size();) {
      done += static_cast<std::size_t>(
          check_errno(::write(fd.get(), text.data() + done, text.size() - done),
                      "write " + file.string()));
    }
    check_errno(::fsync(fd.get()), "write " + file.string());
    fd.reset();
    check_errno(::rename(scratch.c_str(), file.c_str()),
                "write " + file.string());
  } catch (...) {
    ::unlink(scratch.c_str());
    throw;
  }
}
// #endregion replace-file

Progress::Progress(Places places, Tell tell)
    : places_(std::move(places)), tell_(std::move(tell)) {}

fs::path Progress::file() const { return places_.work() / ".progress.json"; }

std::shared_ptr<const Json> Progress::read() const {
  std::string text = read_file(file());
  const std::lock_guard lock(mutex_);
  if (!said_ || text != text_) {
    Json all = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    said_ = std::make_shared<const Json>(all.is_object() ? std::move(all)
                                                         : Json::object());
    text_ = std::move(text);
  }
  return said_;
}

// A file that is no JSON object is somebody's work gone wrong: it is kept under
// another name.
Json Progress::read_or_set_aside() const {
  std::error_code none;
  if (!fs::exists(file(), none)) return Json::object();
  // What cannot be read now may be fine.
  check_errno(::access(file().c_str(), R_OK), "read " + file().string());
  Json all = Json::parse(read_file(file()), nullptr, false);
  if (all.is_object()) return all;
  fs::path aside;
  for (int i = 1; aside.empty() || fs::exists(aside); ++i)
    aside = fmt::format("{}.corrupt-{}", file().string(), i);
  check_errno(::rename(file().c_str(), aside.c_str()),
              "rename " + file().string());
  tell_(fmt::format("{} could not be read; it is now {}, and a new one begins.",
                    places_.shown(file()), places_.shown(aside)));
  return Json::object();
}

// #region change
void Progress::change(const std::function<void(Json&)>& edit) {
  std::error_code error;
  fs::create_directories(places_.work(), error);
  if (error) throw_errno("make " + places_.work().string(), error.value());
  const UniqueFd lock = lock_folder(places_.work());
  const Json before = read_or_set_aside();
  Json all = before;
  if (!all.contains("version")) all["version"] = 1;
  edit(all);
  if (all != before) replace_file(file(), all.dump(1) + "\n");
}
// #endregion change

void Progress::set_aside_corrupt() {
  std::error_code none;
  if (!fs::exists(file(), none)) return;
  if (Json::parse(read_file(file()), nullptr, false).is_object()) return;
  change([](Json&) {});
}

void Progress::take_over(const std::vector<Exercise>& exercises) {
  std::vector<fs::path> marks;
  std::vector<std::pair<const Exercise*, std::string>> passed;
  for (const Exercise& exercise : exercises) {
    const fs::path mark = places_.answer_folder(exercise) / ".passed";
    std::error_code none;
    if (!fs::exists(mark, none)) continue;
    marks.push_back(mark);
    const std::string answer = read_file(places_.answer(exercise));
    if (trimmed(read_file(mark)) == posix_checksum(answer))
      passed.emplace_back(&exercise, content_hash(answer));
  }
  if (marks.empty()) return;
  change([&](Json& all) {
    for (const auto& [exercise, hash] : passed) {
      Json& entry = object_in(object_in(all, "exercises"), exercise->id());
      Json& answers = object_in(entry, "passed");
      if (!answers.contains(hash)) answers[hash] = Json::object();
      if (!entry.contains("solved")) entry["solved"] = utc_now();
    }
  });
  std::error_code none;
  for (const fs::path& mark : marks) fs::remove(mark, none);
}

State Progress::state(const Exercise& exercise) const {
  std::error_code none;
  if (!fs::exists(places_.answer(exercise), none)) return State::not_started;
  const std::shared_ptr<const Json> all = read();
  const std::string hash = content_hash(read_file(places_.answer(exercise)));
  return member(entry_of(*all, exercise.id()), "passed").contains(hash)
             ? State::solved
             : State::started;
}

std::string Progress::passed_test(const Exercise& exercise) const {
  const std::shared_ptr<const Json> all = read();
  const std::string hash = content_hash(read_file(places_.answer(exercise)));
  return get<std::string>(
      member(member(entry_of(*all, exercise.id()), "passed"), hash), "test");
}

bool Progress::test_changed(const Exercise& exercise) const {
  const std::string test = passed_test(exercise);
  return !test.empty() && test != places_.test_hash(exercise);
}

Record Progress::record(const Exercise& exercise) const {
  const std::shared_ptr<const Json> all = read();
  const Json& entry = entry_of(*all, exercise.id());
  Record record;
  record.attempts = get<int>(entry, "attempts");
  record.hints = get<int>(entry, "hints");
  record.seconds = get<double>(entry, "seconds");
  record.first = get<std::string>(entry, "first");
  record.last = get<std::string>(entry, "last");
  record.solved = get<std::string>(entry, "solved");
  record.solution_seen = get<bool>(entry, "solution_seen");
  return record;
}

void Progress::add_attempt(const Exercise& exercise, const std::string& answer,
                           bool passed, int counts) {
  change([&](Json& all) {
    Json& entry = object_in(object_in(all, "exercises"), exercise.id());
    const std::time_t now = std::time(nullptr);
    if (const auto last = to_time(get<std::string>(entry, "last"))) {
      const double pause = std::difftime(now, *last);
      if (pause > 0 && pause <= longest_pause)
        entry["seconds"] = get<double>(entry, "seconds") + pause;
    }
    if (!entry.contains("first")) entry["first"] = at_time(now);
    entry["last"] = at_time(now);
    entry["attempts"] = get<int>(entry, "attempts") + counts;
    if (passed) {
      if (!entry.contains("solved")) entry["solved"] = at_time(now);
      Json& this_one =
          object_in(object_in(entry, "passed"), content_hash(answer));
      this_one["when"] = at_time(now);
      this_one["test"] = places_.test_hash(exercise);
    }
    all["current"] = exercise.id();
  });
}

void Progress::add_hint(const Exercise& exercise, int number) {
  change([&](Json& all) {
    Json& entry = object_in(object_in(all, "exercises"), exercise.id());
    entry["hints"] = std::max(number, get<int>(entry, "hints"));
  });
}

void Progress::add_solution_seen(const Exercise& exercise) {
  change([&](Json& all) {
    Json& entry = object_in(object_in(all, "exercises"), exercise.id());
    if (!entry.contains("solved")) entry["solution_seen"] = true;
  });
}

void Progress::set_current(const std::string& id) {
  change([&](Json& all) { all["current"] = id; });
}

std::string Progress::current() const {
  return get<std::string>(*read(), "current");
}

std::optional<Progress::Prediction> Progress::prediction(
    const std::string& id) const {
  const std::shared_ptr<const Json> all = read();
  const Json& predictions = member(*all, "predictions");
  if (!predictions.contains(id)) return std::nullopt;
  const Json& found = member(predictions, id);
  return Prediction{get<int>(found, "answer"), get<bool>(found, "right")};
}

void Progress::add_prediction(const std::string& id, Prediction prediction) {
  change([&](Json& all) {
    Json& entry = object_in(object_in(all, "predictions"), id);
    entry["answer"] = prediction.answer;
    entry["right"] = prediction.right;
    entry["when"] = utc_now();
  });
}

}  // namespace workbook
