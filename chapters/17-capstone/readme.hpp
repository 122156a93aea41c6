#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// A lesson or the README of an exercise, as far as the tool needs it.
class Readme {
 public:
  // A file that is not there reads like an empty one.
  explicit Readme(const std::filesystem::path& file);

  // The value of a line `key: value` of the front matter, quotes taken off;
  // empty when there is none.
  std::string value(std::string_view key) const;

  // The task in one line: `task:` of the front matter; else the first
  // paragraph that begins with a request; else the first sentence.
  std::string task() const;
  // Everything above the hints, as text for a screen.
  std::string whole_task() const;
  std::vector<std::string> rules() const;  // the items of `## Rules`
  std::vector<std::string> hints() const;  // what the <details> hold
  // What the first link to a section of the lesson is about, in its words.
  std::string lesson_section() const;

 private:
  std::vector<std::string> paragraphs() const;

  std::map<std::string, std::string> front_;
  std::vector<std::string> body_;  // lines
};

// The whole file, or an empty text when it cannot be read.
std::string read_file(const std::filesystem::path& file);

std::vector<std::string> lines_of(std::string_view text);
std::string trimmed(std::string_view text);

}  // namespace workbook
