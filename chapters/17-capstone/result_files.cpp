#include "17-capstone/result_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "17-capstone/line.hpp"
#include "17-capstone/progress.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const FailedCheck& check) {
  Json json = {{"file", check.file},
               {"line", check.line},
               {"check", printable(check.check)},
               {"values", printable(check.values)}};
  if (!check.exception.empty()) json["thrown"] = printable(check.exception);
  if (!check.notes.empty()) {
    json["notes"] = Json::array();
    for (const std::string& note : check.notes)
      json["notes"].push_back(printable(note));
  }
  return json;
}

Json to_json(const Result& result) {
  Json tests = Json::array();
  for (const TestCase& test : result.cases) {
    Json failures = Json::array();
    for (const FailedCheck& check : test.failures)
      failures.push_back(to_json(check));
    tests.push_back({{"name", printable(test.name)},
                     {"passed", test.passed},
                     {"seconds", test.seconds},
                     {"failures", failures}});
  }
  return {{"exercise", result.exercise},
          {"solved", result.solved()},
          {"verdict", to_string(result.verdict)},
          {"seconds", result.seconds},
          {"tests", tests},
          {"errors", printable(result.errors)},
          {"said", printable(result.said)}};
}

std::string why(const TestCase& test) {
  if (!test.ended) return "the test ended here";
  std::string text;
  for (const FailedCheck& check : test.failures) {
    text += fmt::format("{}:{}: {}\n  {}{}\n", check.file, check.line,
                        check.check, check.values, check.exception);
    for (const std::string& note : check.notes) text += "  " + note + "\n";
  }
  return text;
}

}  // namespace

Json to_json(const std::vector<Result>& results) {
  Json all = Json::array();
  for (const Result& result : results) all.push_back(to_json(result));
  return {{"solved", std::ranges::count_if(results, &Result::solved)},
          {"checked", results.size()},
          {"exercises", all}};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

std::string to_junit(const std::vector<Result>& results) {
  const auto text = [](const std::string& raw) {
    return escaped(printable(raw));
  };
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const Result& result : results) {
    // An answer without a single test still counts: as a failed one.
    const bool whole = result.solved() || result.verdict == Verdict::fails;
    const auto failed = static_cast<std::ptrdiff_t>(result.cases.size()) -
                        static_cast<std::ptrdiff_t>(result.passed());
    xml += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
        "time=\"{:.3f}\">\n",
        text(result.exercise), result.cases.size() + (whole ? 0 : 1), failed,
        whole ? 0 : 1, result.seconds);
    for (const TestCase& test : result.cases) {
      xml += fmt::format(
          "    <testcase classname=\"{}\" name=\"{}\" "
          "time=\"{:.3f}\"",
          text(result.exercise), text(test.name), test.seconds);
      xml += test.passed ? "/>\n"
                         : fmt::format(
                               ">\n      <failure message=\"{}\">{}"
                               "</failure>\n    </testcase>\n",
                               text(test.name), text(why(test)));
    }
    if (!whole) {
      xml += fmt::format(
          "    <testcase classname=\"{}\" name=\"the answer {}\">\n      "
          "<error message=\"{}\">{}</error>\n    </testcase>\n",
          text(result.exercise), to_string(result.verdict),
          to_string(result.verdict),
          text(result.errors.empty() ? result.said : result.errors));
    }
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

void write_result(const std::filesystem::path& file, const std::string& text) {
  namespace fs = std::filesystem;
  std::error_code none;
  const fs::file_status there = fs::status(file, none);
  if (!fs::exists(there) || fs::is_directory(there)) {
    replace_file(file, text);
  } else if (fs::is_regular_file(there)) {
    replace_file(fs::canonical(file), text);
  } else {
    std::ofstream out(file, std::ios::binary);
    out << text << std::flush;
    if (!out) throw_errno("write " + file.string());
  }
}

std::vector<std::string> wrong_answers(const Places& places,
                                       const Exercise& exercise) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(
           places.folder(exercise) / "wrong", none)) {
    if (entry.is_directory()) names.push_back(entry.path().filename());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace workbook
