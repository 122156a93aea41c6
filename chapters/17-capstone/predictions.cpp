#include "17-capstone/predictions.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "17-capstone/readme.hpp"

namespace workbook {

Lines Prediction::asked() const {
  Lines lines;
  lines.push_back(Line("Before you look: ", Style::yellow).add(question));
  lines.emplace_back();
  for (std::size_t i = 0; i < choices.size(); ++i) {
    lines.push_back(
        Line(fmt::format("  {} ", i + 1), Style::bold).add(" " + choices[i]));
  }
  return lines;
}

Lines Prediction::told(int choice) const {
  const std::string& right = choices[static_cast<std::size_t>(answer - 1)];
  Lines lines;
  if (choice == answer) {
    lines.push_back(Line("You predicted it: ", Style::green).add(right + "."));
  } else {
    lines.push_back(
        Line("You predicted: ", Style::yellow)
            .add(choices[static_cast<std::size_t>(choice - 1)] + ". It is: ")
            .add(right + ".", Style::bold));
  }
  if (!because.empty()) lines.emplace_back(because);
  return lines;
}

std::optional<Prediction> find_prediction(const std::filesystem::path& root,
                                          const std::string& chapter,
                                          const std::string& about) {
  using Json = nlohmann::json;
  const Json all = Json::parse(
      read_file(root / "chapters" / chapter / "predict.json"), nullptr, false);
  if (!all.is_object() || !all.contains(about)) return std::nullopt;
  try {
    const Json& one = all.at(about);
    Prediction prediction{.id = chapter + "/" + about,
                          .question = one.at("question"),
                          .choices = one.at("choices"),
                          .answer = one.at("answer"),
                          .because = one.value("because", "")};
    const int count = static_cast<int>(prediction.choices.size());
    if (prediction.answer < 1 || prediction.answer > count) return std::nullopt;
    return prediction;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace workbook
