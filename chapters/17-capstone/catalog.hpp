#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// A question of an exercise or a section of a lesson, and what its README says.
struct Exercise {
  std::string chapter;  // "01-subprocess"
  std::string name;     // "at-most-n"
  std::string title = {};
  int minutes = 0;
  std::string file = {};                // the learner's: "at_most_n.cpp"
  std::string task = {};                // in a line
  std::vector<std::string> rules = {};  // each in a line
  std::vector<std::string> hints = {};  // Markdown, the first one first
  std::string lesson_section = {};  // of the lesson, that the hints point to

  // "01-subprocess/at-most-n": how state, reports and tests name it
  std::string id() const { return chapter + "/" + name; }
  // "01/at-most-n": how a person does
  std::string brief() const { return chapter.substr(0, 2) + "/" + name; }
};

struct Chapter {
  std::string name;
  std::string title = {};
  std::string part;  // "1. Processes"
  std::vector<Exercise> exercises;
};

// Where things are. `root` is the checkout, `build` its build folder.
struct Places {
  std::filesystem::path root;
  std::filesystem::path build;

  std::filesystem::path work() const { return root / "work"; }
  std::filesystem::path folder(const Exercise& exercise) const;
  std::filesystem::path starter(const Exercise& exercise) const;
  std::filesystem::path solution(const Exercise& exercise) const;
  std::filesystem::path answer_folder(const Exercise& exercise) const;
  std::filesystem::path answer(const Exercise& exercise) const;
  std::filesystem::path program(const Exercise& exercise) const;
  std::filesystem::path log(const Exercise& exercise) const;  // no ending
  std::string target(const Exercise& exercise) const;

  // The content hash of what decides about an answer: test.cpp, and the sources
  // and headers beside it, in the order of their names.
  std::string test_hash(const Exercise& exercise) const;

  // As the user knows it: relative to the checkout when it is inside.
  std::string shown(const std::filesystem::path& path) const;
};

// The chapters and exercises of the tree, in the order of the book. Nothing in
// it needs a build. An exercise stands where its chapter's CMakeLists.txt has
// it.
class Catalog {
 public:
  explicit Catalog(const std::filesystem::path& root);

  const std::vector<Chapter>& chapters() const { return chapters_; }
  std::vector<Exercise> exercises() const;  // of all chapters

  // `word` is a number, a name or the beginning of one; an exercise's is also
  // its name alone where no other has it, and a path of it in chapters/ or
  // work/, as a shell completes it. Throws
  // UsageError that names what there is.
  const Chapter& chapter(const std::string& word) const;
  const Exercise& exercise(const std::string& word) const;

  // The only exercise with this name in all chapters, or nullptr.
  const Exercise* find_by_name(std::string_view name) const;

  // The exercise with this id, or nullptr.
  const Exercise* find(std::string_view id) const;

 private:
  std::filesystem::path root_;
  std::vector<Chapter> chapters_;
};

// "; did you mean 'x'?" when a candidate is at most two typing mistakes away.
std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& candidates);

// The words separated by blanks, in lines of at most 80 columns, each after
// `indent` blanks.
std::string wrapped(const std::vector<std::string>& words, int indent = 0);

}  // namespace workbook
