#include "17-capstone/check_all.hpp"

#include <exception>

#include "17-capstone/fan_out.hpp"

namespace workbook {

// #region check-all
std::vector<Result> check_all(const Checker& checker,
                              const std::vector<Exercise>& exercises,
                              std::size_t workers, const std::stop_token& stop,
                              const HearPhase& hear,
                              const std::function<void(const Result&)>& done) {
  std::vector<std::string> answers;
  for (const Exercise& exercise : exercises)
    answers.push_back(checker.answer(exercise));
  const auto errors = checker.build(exercises, stop, hear);

  const auto check = [&](std::size_t number) {
    const Exercise& exercise = exercises[number];
    Result result{.exercise = exercise.id(), .answer = answers[number]};
    if (stop.stop_requested()) return result;  // cancelled
    if (const auto own = errors.find(exercise.id()); own != errors.end()) {
      result.verdict = Verdict::does_not_compile;
      result.errors = own->second;
    } else if (const auto rest = errors.find(""); rest != errors.end()) {
      result.verdict = Verdict::cannot_build;
      result.errors = rest->second;
    } else {
      result = checker.test(exercise, stop, [](const std::string&, int) {});
      result.answer = answers[number];
    }
    return result;
  };
  return fan_out(exercises.size(), workers, check,
                 [&](std::size_t, const Result& result) { done(result); });
}
// #endregion check-all

}  // namespace workbook
