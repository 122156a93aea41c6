#include "17-capstone/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

#include "17-capstone/content_hash.hpp"
#include "17-capstone/readme.hpp"
#include "workbook/sections.hpp"

namespace workbook {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> folders_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.is_directory()) names.push_back(entry.path().filename());
  }
  std::ranges::sort(names);
  return names;
}

bool is_chapter_name(const std::string& name) {
  return name.size() > 3 && std::isdigit(name[0]) != 0 &&
         std::isdigit(name[1]) != 0 && name[2] == '-';
}

Exercise read_exercise(const std::string& chapter, const std::string& name,
                       const fs::path& folder) {
  const Readme readme(folder / "README.md");
  Exercise exercise{.chapter = chapter, .name = name};
  exercise.title = readme.value("title");
  exercise.minutes = std::atoi(readme.value("minutes").c_str());
  exercise.file = readme.value("file");
  exercise.task = readme.task();
  exercise.rules = readme.rules();
  exercise.hints = readme.hints();
  exercise.lesson_section = readme.lesson_section();
  return exercise;
}

// `exercise(name)` and `exercise(name EXPLORED)`, in this order; then what
// else lies there.
std::vector<std::string> exercise_names(const fs::path& chapter) {
  std::vector<std::string> names;
  for (const std::string& line :
       lines_of(read_file(chapter / "CMakeLists.txt"))) {
    if (!line.starts_with("exercise(")) continue;
    const std::string rest = line.substr(9);
    names.push_back(rest.substr(0, rest.find_first_of(" )")));
  }
  for (const std::string& name : folders_in(chapter / "exercises")) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  std::erase_if(names, [&](const std::string& name) {
    return !fs::exists(chapter / "exercises" / name / "README.md");
  });
  return names;
}

std::vector<std::string> full_names(const Chapter& chapter) {
  std::vector<std::string> names = {"It has:"};
  for (const Exercise& exercise : chapter.exercises)
    names.push_back(exercise.brief());
  return names;
}

std::size_t typing_mistakes(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace

fs::path Places::folder(const Exercise& exercise) const {
  return root / "chapters" / exercise.chapter / "exercises" / exercise.name;
}
fs::path Places::starter(const Exercise& exercise) const {
  return folder(exercise) / "starter" / exercise.file;
}
fs::path Places::solution(const Exercise& exercise) const {
  return folder(exercise) / "solution" / exercise.file;
}
fs::path Places::answer_folder(const Exercise& exercise) const {
  return work() / exercise.chapter / exercise.name;
}
fs::path Places::answer(const Exercise& exercise) const {
  return answer_folder(exercise) / exercise.file;
}
fs::path Places::program(const Exercise& exercise) const {
  return build / "chapters" / exercise.chapter / "exercises" /
         (exercise.name + ".work");
}
fs::path Places::log(const Exercise& exercise) const {
  return build / "log" / (exercise.chapter + "." + exercise.name);
}
std::string Places::target(const Exercise& exercise) const {
  return exercise.chapter + "." + exercise.name + ".work";
}

std::string Places::test_hash(const Exercise& exercise) const {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder(exercise), none)) {
    const std::string extension = entry.path().extension();
    if (extension == ".cpp" || extension == ".hpp")
      files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::string test;
  for (const fs::path& file : files) test += read_file(file);
  return content_hash(test);
}

std::string Places::shown(const fs::path& path) const {
  const std::string text = path.string();
  const std::string inside = root.string() + "/";
  return text.starts_with(inside) ? text.substr(inside.size()) : text;
}

Catalog::Catalog(const fs::path& root) : root_(root) {
  for (const std::string& name : folders_in(root / "chapters")) {
    const fs::path folder = root / "chapters" / name;
    if (!is_chapter_name(name) || !fs::exists(folder / "CMakeLists.txt"))
      continue;
    const Readme lesson(folder / "lesson.md");
    Chapter chapter{name, lesson.value("title"), lesson.value("part"), {}};
    for (const std::string& exercise : exercise_names(folder)) {
      chapter.exercises.push_back(
          read_exercise(name, exercise, folder / "exercises" / exercise));
    }
    chapters_.push_back(std::move(chapter));
  }
}

std::vector<Exercise> Catalog::exercises() const {
  std::vector<Exercise> all;
  for (const Chapter& chapter : chapters_) {
    all.insert(all.end(), chapter.exercises.begin(), chapter.exercises.end());
  }
  return all;
}

const Exercise* Catalog::find(std::string_view id) const {
  for (const Chapter& chapter : chapters_) {
    for (const Exercise& exercise : chapter.exercises) {
      if (exercise.id() == id) return &exercise;
    }
  }
  return nullptr;
}

const Exercise* Catalog::find_by_name(std::string_view name) const {
  const Exercise* found = nullptr;
  for (const Chapter& chapter : chapters_) {
    for (const Exercise& exercise : chapter.exercises) {
      if (exercise.name != name) continue;
      if (found != nullptr) return nullptr;  // two chapters have one
      found = &exercise;
    }
  }
  return found;
}

const Chapter& Catalog::chapter(const std::string& word) const {
  const Chapter* beginning = nullptr;
  bool several = false;
  std::vector<std::string> names;
  std::vector<std::string> candidates;
  for (const Chapter& chapter : chapters_) {
    const std::string& name = chapter.name;
    const std::string number = name.substr(0, 2);
    const std::string bare = name.substr(3);
    if (word == name || word == number || word == bare || "0" + word == number)
      return chapter;
    if (!word.empty() && (name.starts_with(word) || bare.starts_with(word))) {
      several = beginning != nullptr;
      beginning = &chapter;
    }
    names.push_back(name);
    candidates.push_back(bare);
  }
  if (beginning != nullptr && !several) return *beginning;
  candidates.insert(candidates.end(), names.begin(), names.end());
  names.insert(names.begin(), "There are:");
  throw UsageError(fmt::format("no chapter '{}'{}\n{}", word,
                               did_you_mean(word, candidates), wrapped(names)));
}

const Exercise& Catalog::exercise(const std::string& word) const {
  std::string path = word;
  for (const std::string& prefix :
       {root_.string() + "/", std::string("./"), std::string("work/"),
        std::string("chapters/")}) {
    if (path.starts_with(prefix)) path = path.substr(prefix.size());
  }
  if (const auto at = path.find("/exercises/"); at != std::string::npos)
    path.replace(at, std::string_view("/exercises/").size(), "/");
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) {
    if (const Exercise* only = find_by_name(path)) return *only;
  }
  const Chapter& in = chapter(path.substr(0, slash));
  if (in.exercises.empty()) {
    throw UsageError(fmt::format("chapter {} has no exercises", in.name));
  }
  std::string wanted = slash == std::string::npos ? "" : path.substr(slash + 1);
  wanted = wanted.substr(0, wanted.find('/'));

  std::vector<const Exercise*> beginnings;
  std::vector<std::string> names;
  for (const Exercise& exercise : in.exercises) {
    if (exercise.name == wanted) return exercise;
    if (!wanted.empty() && exercise.name.starts_with(wanted))
      beginnings.push_back(&exercise);
    names.push_back(exercise.name);
  }
  if (beginnings.size() == 1) return *beginnings.front();
  if (wanted.empty()) {
    throw UsageError(fmt::format("which exercise of chapter {}?\n{}", in.name,
                                 wrapped(full_names(in))));
  }
  const std::string meant = did_you_mean(wanted, names);
  names.insert(names.begin(), "It has:");
  throw UsageError(fmt::format("chapter {} has no exercise '{}'{}\n{}", in.name,
                               wanted, meant, wrapped(names)));
}

std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& candidates) {
  std::size_t best = 3;
  std::string found;
  for (const std::string& candidate : candidates) {
    const std::size_t mistakes = typing_mistakes(word.substr(0, 40), candidate);
    if (mistakes < best && mistakes < candidate.size()) {
      best = mistakes;
      found = candidate;
    }
  }
  return found.empty() ? "" : fmt::format("; did you mean '{}'?", found);
}

std::string wrapped(const std::vector<std::string>& words, int indent) {
  constexpr std::size_t columns = 80;
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  std::string text;
  std::string line = margin;
  for (const std::string& word : words) {
    const bool first = line == margin;
    if (!first && line.size() + 1 + word.size() > columns) {
      text += line + "\n";
      line = margin;
    }
    line += (line == margin ? "" : " ") + word;
  }
  return text + line;
}

}  // namespace workbook
