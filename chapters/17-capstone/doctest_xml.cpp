#include "17-capstone/doctest_xml.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "17-capstone/readme.hpp"

namespace workbook {
namespace {

// `<Tag a="b">`, `</Tag>` or the text between two of them.
struct Token {
  enum class Kind { open, close, text, end } kind = Kind::end;
  std::string name;  // of the tag, or the text
  std::map<std::string, std::string> attributes = {};
  bool closed = false;  // <Tag/>

  std::string attribute(const std::string& key) const {
    const auto found = attributes.find(key);
    return found == attributes.end() ? "" : found->second;
  }
};

std::string unescaped(std::string_view text) {
  struct Entity {
    std::string_view written;
    char letter;
  };
  constexpr std::array<Entity, 5> entities = {{{"&lt;", '<'},
                                               {"&gt;", '>'},
                                               {"&quot;", '"'},
                                               {"&apos;", '\''},
                                               {"&amp;", '&'}}};
  std::string out;
  while (!text.empty()) {
    const auto entity = std::ranges::find_if(entities, [&](const Entity& each) {
      return text.starts_with(each.written);
    });
    if (entity == entities.end()) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += entity->letter;
      text.remove_prefix(entity->written.size());
    }
  }
  return out;
}

// Cuts the next token off the text. doctest escapes `<` in texts and `"` in
// attributes, so both can be looked for; the last tag may be incomplete.
Token next(std::string_view& xml) {
  if (xml.empty()) return {};
  if (xml.front() != '<') {
    const std::size_t end = std::min(xml.find('<'), xml.size());
    Token text{Token::Kind::text, unescaped(xml.substr(0, end))};
    xml.remove_prefix(end);
    return text;
  }
  bool quoted = false;
  std::size_t end = 1;
  while (end < xml.size() && (quoted || xml[end] != '>')) {
    if (xml[end] == '"') quoted = !quoted;
    ++end;
  }
  if (end == xml.size()) {
    xml = {};
    return {};
  }
  std::string_view tag = xml.substr(1, end - 1);
  xml.remove_prefix(end + 1);
  Token token{tag.starts_with('/') ? Token::Kind::close : Token::Kind::open,
              ""};
  if (tag.starts_with('/')) tag.remove_prefix(1);
  token.closed = tag.ends_with('/');
  token.name = tag.substr(0, tag.find_first_of(" /"));
  while (true) {
    const std::size_t equals = tag.find("=\"");
    if (equals == std::string_view::npos) return token;
    const std::size_t close = tag.find('"', equals + 2);
    if (close == std::string_view::npos) return token;
    const std::size_t key = tag.rfind(' ', equals) + 1;
    token.attributes[std::string(tag.substr(key, equals - key))] =
        unescaped(tag.substr(equals + 2, close - equals - 2));
    tag.remove_prefix(close + 1);
  }
}

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename();
}

class Parser {
 public:
  std::vector<TestCase> parse(std::string_view xml) {
    for (Token token = next(xml); token.kind != Token::Kind::end;
         token = next(xml)) {
      if (token.kind == Token::Kind::open) open(token);
      if (token.kind == Token::Kind::text) text_ += token.name;
      if (token.kind == Token::Kind::close) close(token.name);
    }
    return std::move(cases_);
  }

 private:
  void open(const Token& token) {
    text_.clear();
    if (token.name == "TestCase" && token.attribute("skipped").empty()) {
      cases_.push_back({.name = trimmed(token.attribute("name"))});
    } else if (token.name == "Expression" || token.name == "Message") {
      failure_ = {.file = file_name(token.attribute("filename")),
                  .line = std::atoi(token.attribute("line").c_str())};
      kind_ = token.attribute("type");
      failed_ = token.attribute("success") != "true" && kind_ != "WARNING" &&
                !kind_.starts_with("WARN");
    } else if (token.name == "Exception") {
      outside_ = kind_.empty();
    } else if (token.name == "OverallResultsAsserts" && !cases_.empty() &&
               !token.attribute("test_case_success").empty()) {
      cases_.back().ended = true;
      cases_.back().passed = token.attribute("test_case_success") == "true";
      cases_.back().seconds = std::atof(token.attribute("duration").c_str());
    }
  }

  void close(const std::string& tag) {
    const std::string text = trimmed(text_);
    text_.clear();
    if (tag == "Original") failure_.check = kind_ + "( " + text + " )";
    if (tag == "Expanded") failure_.values = text;
    if (tag == "Info" || tag == "Text") failure_.notes.push_back(text);
    if (tag == "Exception" || tag == "ExpectedException" ||
        tag == "ExpectedExceptionString")
      close_exception(tag, text);
    if (tag == "Expression" || tag == "Message") {
      if (failed_) keep(failure_);
      kind_.clear();
      failure_ = {};
    }
  }

  void close_exception(const std::string& tag, const std::string& text) {
    if (tag == "Exception" && outside_) {
      keep({.exception = text});  // of the case, not of a check
    } else if (tag == "Exception") {
      failure_.exception = text;
    } else {
      failure_.notes.push_back("expected: " + text);
    }
  }

  void keep(const FailedCheck& failure) {
    if (cases_.empty()) return;
    auto& all = cases_.back().failures;
    const bool known = std::ranges::any_of(all, [&](const FailedCheck& each) {
      return each.line == failure.line && each.values == failure.values &&
             each.check == failure.check &&
             each.exception == failure.exception && each.notes == failure.notes;
    });
    if (!known) all.push_back(failure);
  }

  std::vector<TestCase> cases_;
  std::string text_;
  FailedCheck failure_;
  std::string kind_;  // CHECK, REQUIRE...: of the check we are in, or empty
  bool failed_ = false;
  bool outside_ = false;
};

}  // namespace

std::vector<TestCase> parse_doctest_xml(std::string_view xml) {
  return Parser().parse(xml);
}

}  // namespace workbook
