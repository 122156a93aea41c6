#include "17-capstone/readme.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace workbook {
namespace {

// [text](target) without its target
std::string without_links(const std::string& line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::size_t middle =
        line[i] == '[' ? line.find("](", i) : std::string::npos;
    const std::size_t end =
        middle == std::string::npos ? middle : line.find(')', middle);
    if (end == std::string::npos) {
      text += line[i];
    } else {
      text += line.substr(i + 1, middle - i - 1);
      i = end;
    }
  }
  return text;
}

bool is_fence(const std::string& line) { return line.starts_with("```"); }

// Each paragraph and each item of a list in a line of its own, however the file
// breaks them; code as it is.
std::string flowing(const std::string& text) {
  std::string out;
  bool code = false;
  bool goes_on = false;  // the line before ends within a paragraph
  for (const std::string& line : lines_of(text)) {
    const bool fence = is_fence(line);
    const bool prose = !code && !fence && !trimmed(line).empty() &&
                       !line.starts_with('#') && !line.starts_with('|');
    const bool begins =
        line.starts_with("- ") ||
        (line.size() > 1 && line[1] == '.' && line[0] >= '1' && line[0] <= '9');
    if (prose && goes_on && !begins) {
      out += " " + trimmed(line);
    } else {
      out += (out.empty() ? "" : "\n") + line;
    }
    goes_on = prose;
    if (fence) code = !code;
  }
  return out;
}

std::string unquoted(const std::string& value) {
  const bool quoted = value.size() >= 2 && value.front() == value.back() &&
                      (value.front() == '"' || value.front() == '\'');
  return quoted ? value.substr(1, value.size() - 2) : value;
}

// Up to the first end of a sentence; a period inside `code` is none.
std::string first_sentence(const std::string& text) {
  bool code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') code = !code;
    const bool ends = text[i] == '.' || text[i] == '?' || text[i] == '!';
    if (!code && ends && (i + 1 == text.size() || text[i + 1] == ' ')) {
      return text.substr(0, i + 1);
    }
  }
  return text;
}

// The first sentence that asks for something: "Write ...", "Then mend ...".
std::string request_in(const std::string& paragraph) {
  constexpr std::array verbs = {
      "Write ",   "Mend ", "Make ",      "Build ",     "Complete ",
      "Find ",    "Move ", "Implement ", "Change ",    "Turn ",
      "Replace ", "Give ", "Then mend ", "Then make ", "Then write "};
  std::string rest = paragraph;
  while (!rest.empty()) {
    std::string sentence = first_sentence(rest);
    if (std::ranges::any_of(verbs, [&](const char* verb) {
          return sentence.starts_with(verb);
        }))
      return sentence;
    rest = trimmed(std::string_view(rest).substr(sentence.size()));
  }
  return "";
}

}  // namespace

Readme::Readme(const std::filesystem::path& file) {
  std::vector<std::string> lines = lines_of(read_file(file));
  auto line = lines.begin();
  if (line != lines.end() && trimmed(*line) == "---") {
    for (++line; line != lines.end() && trimmed(*line) != "---"; ++line) {
      const std::size_t colon = line->find(':');
      if (colon == std::string::npos || line->front() == ' ') continue;
      front_.emplace(line->substr(0, colon),
                     unquoted(trimmed(line->substr(colon + 1))));
    }
    if (line != lines.end()) ++line;
  }
  body_.assign(line, lines.end());
}

std::string Readme::value(std::string_view key) const {
  const auto found = front_.find(std::string(key));
  return found == front_.end() ? "" : found->second;
}

// The text above the first `##`, code left out, a paragraph a string.
std::vector<std::string> Readme::paragraphs() const {
  std::vector<std::string> all(1);
  bool code = false;
  for (const std::string& line : body_) {
    if (line.starts_with("## ")) break;
    if (is_fence(line)) code = !code;
    if (code || is_fence(line) || line.starts_with("#")) continue;
    if (trimmed(line).empty()) {
      all.emplace_back();
    } else {
      all.back() += (all.back().empty() ? "" : " ") + trimmed(line);
    }
  }
  std::erase_if(all, [](const std::string& text) { return text.empty(); });
  return all;
}

std::string Readme::task() const {
  if (std::string told = value("task"); !told.empty()) return told;
  const std::vector<std::string> all = paragraphs();
  if (all.empty()) return "";
  std::string text;
  for (const std::string& paragraph : all) {
    if (text.empty()) text = request_in(paragraph);
  }
  text = without_links(text.empty() ? first_sentence(all.front()) : text);
  if (text.ends_with(':')) text.back() = '.';
  return text;
}

std::vector<std::string> Readme::rules() const {
  std::vector<std::string> all;
  auto line = std::ranges::find(body_, "## Rules");
  for (; line != body_.end(); ++line) {
    if (line->starts_with("## ") && *line != "## Rules") break;
    if (line->starts_with("- ")) {
      all.push_back(without_links(line->substr(2)));
    } else if (line->starts_with("  ") && !all.empty()) {
      all.back() += " " + trimmed(*line);
    }
  }
  return all;
}

std::string Readme::whole_task() const {
  std::string text;
  bool code = false;
  for (const std::string& line : body_) {
    if (line == "## Hints") break;
    if (is_fence(line)) code = !code;
    text += (code ? line : without_links(line)) + "\n";
  }
  return flowing(trimmed(text));
}

std::vector<std::string> Readme::hints() const {
  std::vector<std::string> all;
  bool open = false;
  bool code = false;
  for (const std::string& line : body_) {
    if (is_fence(line)) code = !code;
    if (line.starts_with("<details>")) {
      all.emplace_back();
      open = true;
    } else if (line.starts_with("</details>")) {
      open = false;
    } else if (open && !line.starts_with("<summary>")) {
      all.back() += (code ? line : without_links(line)) + "\n";
    }
  }
  for (std::string& hint : all) hint = flowing(trimmed(hint));
  return all;
}

std::string Readme::lesson_section() const {
  std::string body;
  for (const std::string& line : body_) body += line + " ";
  const std::size_t link = body.find("](../../lesson.md#");
  if (link == std::string::npos) return "";
  const std::size_t from = link + std::string_view("](../../lesson.md#").size();
  std::string anchor = body.substr(from, body.find(')', from) - from);
  std::ranges::replace(anchor, '-', ' ');
  return anchor;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return in ? text.str() : "";
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return "";
  return std::string(
      text.substr(first, text.find_last_not_of(blank) - first + 1));
}

}  // namespace workbook
