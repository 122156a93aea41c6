// The report as text for a terminal.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "interleave/interleave.hpp"

namespace workbook {
namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view plain = "\x1b[0m";
constexpr std::size_t gutter = 5;  // the line number
constexpr std::size_t gap = 2;     // between columns
constexpr std::size_t narrowest = 14;

// Counts characters, not bytes; source lines may hold any UTF-8.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string cut(std::string_view text, std::size_t width) {
  if (width_of(text) <= width) return std::string(text);
  std::string result;
  std::size_t count = 0;
  for (const char c : text) {
    if ((c & 0xC0) != 0x80 && ++count == width) break;
    result += c;
  }
  return result + "…";
}

// Breaks `text` into lines of at most `width`, at blanks where it can.
std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string word = cut(text.substr(0, end), width);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && width_of(line) + 1 + width_of(word) > width)
      lines.push_back(std::exchange(line, {}));
    line += (line.empty() ? "" : " ") + word;
  }
  lines.push_back(line);
  return lines;
}

std::string plural(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

// Breaks each line of a message; what follows is indented a little more.
void append_wrapped(std::string& text, std::string_view message,
                    std::size_t columns) {
  while (!message.empty()) {
    const std::size_t end = std::min(message.find('\n'), message.size());
    std::string_view line = message.substr(0, end);
    message.remove_prefix(std::min(end + 1, message.size()));
    const std::size_t indent =
        std::min(line.find_first_not_of(' '), line.size());
    line.remove_prefix(indent);
    std::size_t extra = 0;
    for (const std::string& part : wrap(line, columns - indent - 4)) {
      text += std::string(indent + extra, ' ') + part + "\n";
      extra = 4;
    }
  }
}

void append_table(std::string& text, const Report& report, std::size_t columns,
                  bool color) {
  std::set<int> threads;
  for (const ScheduleStep& step : report.schedule) threads.insert(step.thread);
  if (threads.empty()) return;
  const std::size_t room = columns - gutter - gap * (threads.size() - 1);
  const std::size_t width = std::max(narrowest, room / threads.size());
  const auto column = [&](int thread) {
    return static_cast<std::size_t>(
        std::distance(threads.begin(), threads.find(thread)));
  };
  const auto paint = [&](const std::string& words, std::string_view how) {
    return color ? std::string(how) + words + std::string(plain) : words;
  };

  text += std::string(gutter, ' ');
  for (const int thread : threads) {
    const std::string name =
        thread == 0 ? "main" : "thread " + std::to_string(thread);
    text += paint(name, bold);
    if (thread != *threads.rbegin())
      text += std::string(width + gap - name.size(), ' ');
  }
  text += "\n";

  const ScheduleStep* last = nullptr;
  std::set<std::string> files;
  for (const ScheduleStep& step : report.schedule) {
    const std::string before(column(step.thread) * (width + gap), ' ');
    if (last == nullptr || last->file != step.file) {
      const std::string name =
          std::filesystem::path(step.file).filename().string();
      if (!name.empty() && (last != nullptr || !name.empty()))
        text += paint("-- " + name + " --", "\x1b[2m") + "\n";
    }
    if (last == nullptr || last->thread != step.thread ||
        last->line != step.line || last->file != step.file) {
      std::string line = step.line == 0 ? "" : std::to_string(step.line);
      line.insert(0, gutter - 1 - std::min(gutter - 1, line.size()), ' ');
      text += line + " " + before + cut(step.source, width) + "\n";
    }
    for (const std::string& part : wrap(step.action, width - gap)) {
      text += std::string(gutter, ' ') + before + std::string(gap, ' ') +
              (step.failing ? paint(part, red) : part) + "\n";
    }
    last = &step;
  }
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::assertion:
      return "assertion";
    case Outcome::data_race:
      return "data_race";
    case Outcome::deadlock:
      return "deadlock";
    case Outcome::lost_wakeup:
      return "lost_wakeup";
    case Outcome::livelock:
      return "livelock";
    case Outcome::exception:
      return "exception";
    case Outcome::crash:
      return "crash";
  }
  return "unknown";
}

std::string Report::to_text(std::size_t columns, bool color) const {
  const std::string bound =
      plural(static_cast<std::size_t>(preemptions), "preemption");
  if (passed()) {
    if (complete) {
      std::string text = "pass: all " + plural(schedules, "schedule") +
                         " with at most " + bound + "\n";
      if (!assumed.empty()) append_wrapped(text, "(" + assumed + ")", columns);
      return text;
    }
    return "pass: " + plural(schedules, "schedule") +
           ", but these are not all with at most " + bound + "\n";
  }
  std::string text;
  append_wrapped(text, message, columns);
  text +=
      "\nschedule " + std::to_string(schedules) + ", with " + bound + ":\n\n";
  append_table(text, *this, columns, color);
  text += "\nto run it again: WORKBOOK_REPLAY=" + token + "\n";
  return text;
}

}  // namespace workbook
