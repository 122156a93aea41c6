#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "17-capstone/line.hpp"

namespace workbook {

// A question about what will happen, before it happens.
struct Prediction {
  std::string id;  // "04-locks/race", or "04-locks/exercises/transfer"
  std::string question;
  std::vector<std::string> choices;
  int answer = 0;  // the right choice, from 1
  std::string because;

  Lines asked() const;
  // What came of a choice, after the run.
  Lines told(int choice) const;
};

// The question about a section of a chapter, or about one of its exercises
// (`exercises/<name>`), from the chapter's predict.json:
//
//   {"race": {"question": "...", "choices": ["...", "..."], "answer": 2,
//             "because": "..."}}
//
// Nothing where there is none, or where it is not written like this.
std::optional<Prediction> find_prediction(const std::filesystem::path& root,
                                          const std::string& chapter,
                                          const std::string& about);

}  // namespace workbook
