// The report as JSON and as a picture for the book.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "interleave/interleave.hpp"

namespace workbook {
namespace {

std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          char code[8];
          std::snprintf(code, sizeof(code), "\\u%04x",
                        static_cast<unsigned>(c));
          result += code;
        } else {
          result += c;
        }
    }
  }
  return result + "\"";
}

std::string xml(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

std::string shortened(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most - 1;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::string thread_name(int thread) {
  return thread == 0 ? "main" : "thread " + std::to_string(thread);
}

}  // namespace

std::string Report::to_json() const {
  std::string json = "{\n  \"outcome\": " + json_string(to_string(outcome));
  json += ",\n  \"schedules\": " + std::to_string(schedules);
  json += ",\n  \"complete\": " + std::string(complete ? "true" : "false");
  json += ",\n  \"assumed\": " + json_string(assumed);
  json += ",\n  \"preemptions\": " + std::to_string(preemptions);
  json += ",\n  \"message\": " + json_string(message);
  json += ",\n  \"token\": " + json_string(token);
  json += ",\n  \"threads\": " + std::to_string(threads);
  json += ",\n  \"schedule\": [";
  for (std::size_t i = 0; i < schedule.size(); ++i) {
    const ScheduleStep& step = schedule[i];
    json += std::string(i == 0 ? "" : ",") +
            "\n    {\"thread\": " + std::to_string(step.thread);
    json += ", \"action\": " + json_string(step.action);
    json += ", \"file\": " +
            json_string(std::filesystem::path(step.file).filename().string());
    json += ", \"line\": " + std::to_string(step.line);
    json += ", \"source\": " + json_string(step.source);
    json += ", \"failing\": " + std::string(step.failing ? "true" : "false");
    json += ", \"stack\": [";
    for (std::size_t f = 0; f < step.stack.size(); ++f)
      json += (f == 0 ? "" : ", ") + json_string(step.stack[f]);
    json += "]}";
  }
  json += schedule.empty() ? "]\n}\n" : "\n  ]\n}\n";
  return json;
}

// One lane a thread, time runs down. Colors come from the page (currentColor)
// except for what fails.
std::string Report::to_svg() const {
  constexpr int row = 40;
  constexpr int head = 34;
  constexpr int lane = 250;
  constexpr std::size_t most_letters = 34;
  std::set<int> shown;
  for (const ScheduleStep& step : schedule) shown.insert(step.thread);
  std::map<int, int> left;
  for (const int thread : shown)
    left.emplace(thread, static_cast<int>(left.size()) * lane + 10);
  const int width =
      std::max<int>(1, static_cast<int>(shown.size())) * lane + 10;
  const int height = head + static_cast<int>(schedule.size()) * row + 10;
  const std::string size = std::to_string(width) + " " + std::to_string(height);

  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
                    size + "\" role=\"img\" font-size=\"12\"";
  svg += " font-family=\"ui-monospace, monospace\" fill=\"currentColor\">\n";
  svg += "<title>" +
         xml(message.empty()
                 ? "all schedules pass"
                 : shortened(message.substr(0, message.find('\n')), 200)) +
         "</title>\n";
  for (const auto& [thread, x] : left) {
    svg += "<text x=\"" + std::to_string(x) +
           "\" y=\"20\" font-weight=\"bold\">" + thread_name(thread) +
           "</text>\n";
    svg += "<line x1=\"" + std::to_string(x) + "\" y1=\"28\" x2=\"" +
           std::to_string(x) + "\" y2=\"" + std::to_string(height - 6) +
           "\" stroke=\"currentColor\" stroke-opacity=\"0.3\"/>\n";
  }
  int y = head;
  for (const ScheduleStep& step : schedule) {
    const int x = left[step.thread];
    const std::string color = step.failing ? "#d6336c" : "#1971c2";
    svg += "<g>";
    if (step.line != 0) {
      svg += "<title>" +
             xml(std::filesystem::path(step.file).filename().string()) + ":" +
             std::to_string(step.line) + "</title>";
    }
    svg += "<rect x=\"" + std::to_string(x - 3) + "\" y=\"" +
           std::to_string(y) + "\" width=\"6\" height=\"" +
           std::to_string(row - 6) + "\" rx=\"3\" fill=\"" + color + "\"/>";
    svg += "<text x=\"" + std::to_string(x + 10) + "\" y=\"" +
           std::to_string(y + 13) + "\">" +
           xml(shortened(step.source, most_letters)) + "</text>";
    svg += "<text x=\"" + std::to_string(x + 10) + "\" y=\"" +
           std::to_string(y + 29) + "\"" +
           (step.failing ? std::string(" fill=\"#d6336c\" font-weight=\"bold\"")
                         : std::string(" fill-opacity=\"0.75\"")) +
           ">" + xml(shortened(step.action, most_letters)) + "</text></g>\n";
    y += row;
  }
  return svg + "</svg>\n";
}

}  // namespace workbook
