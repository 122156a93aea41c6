#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "17-capstone/catalog.hpp"

namespace workbook {

enum class State { not_started, started, solved };
std::string to_string(State state);

// What is known of an exercise beyond its files.
struct Record {
  int attempts = 0;
  int hints = 0;       // the most that were shown
  double seconds = 0;  // of work: pauses of more than ten minutes left out
  std::string first;   // when: UTC, ISO 8601
  std::string last;
  std::string solved;          // when it passed for the first time
  bool solution_seen = false;  // before it was solved
};

// The learner's progress, in work/.progress.json.
//
// It is keyed by the id of the exercise and the hash of the answer's content:
// solved is what passed, for as long as the answer is that very text. Every
// change reads the file, changes what it is about, and puts the new file in
// place with rename(2): whoever reads sees the old one or the new one. Entries
// that this version does not know stay as they are. Safe between processes (a
// lock on work/) and threads (the file is read each time).
class Progress {
 public:
  using Json = nlohmann::ordered_json;
  // Where a message for the learner goes, such as that a file was set aside.
  using Tell = std::function<void(const std::string&)>;

  explicit Progress(
      Places places, Tell tell = [](const std::string&) {});

  // Sets the file aside if it is no JSON, before somebody wonders where his
  // progress is. Every change does that too.
  void set_aside_corrupt();

  // Takes over the marks that earlier versions left (`.passed`).
  void take_over(const std::vector<Exercise>& exercises);

  State state(const Exercise& exercise) const;
  Record record(const Exercise& exercise) const;

  // The hash of the test that the present answer passed; empty if it did not,
  // or nobody knows.
  std::string passed_test(const Exercise& exercise) const;

  // Whether what passed was tested with another test than today's.
  bool test_changed(const Exercise& exercise) const;

  // Each throws std::system_error when the file cannot be written; the file
  // that was there is then untouched.
  void add_attempt(const Exercise& exercise, const std::string& answer,
                   bool passed, int counts = 1);
  void add_hint(const Exercise& exercise, int number);
  void add_solution_seen(const Exercise& exercise);
  void set_current(const std::string& id);
  std::string current() const;  // id, or empty

  struct Prediction {
    int answer = 0;  // the choice that was taken, from 1
    bool right = false;
  };
  std::optional<Prediction> prediction(const std::string& id) const;
  void add_prediction(const std::string& id, Prediction prediction);

  // The whole file, as it is now; an object in any case.
  std::shared_ptr<const Json> read() const;
  std::filesystem::path file() const;

 private:
  void change(const std::function<void(Json&)>& edit);
  Json read_or_set_aside() const;

  Places places_;
  Tell tell_;

  // What was read last, and what it says. A list of all exercises asks a
  // hundred times, and to parse the same text each time takes half a second.
  mutable std::mutex mutex_;
  mutable std::string text_;                  // guarded by mutex_
  mutable std::shared_ptr<const Json> said_;  // guarded by mutex_
};

// Now, as 2026-11-21T15:04:05Z
std::string utc_now();

// Replaces a file as a whole: it holds the old text or the new one at any
// moment, also if the power fails. Throws std::system_error.
void replace_file(const std::filesystem::path& file, const std::string& text);

}  // namespace workbook
