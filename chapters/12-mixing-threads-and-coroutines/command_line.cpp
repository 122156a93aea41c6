#include "12-mixing-threads-and-coroutines/command_line.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "12-mixing-threads-and-coroutines/confirm.hpp"
#include "12-mixing-threads-and-coroutines/signal_stop.hpp"
#include "12-mixing-threads-and-coroutines/versions.hpp"
#include "workbook/sections.hpp"

namespace workbook {
namespace {

constexpr std::string_view usage =
    "usage: --follow FILE... --output FILE [--until-idle TIME] [--with "
    "VERSION]";

constexpr std::string_view confirm_usage = "usage: --confirm MERGED FILE...";

// 1 line, 2 lines.
template <typename Number>
std::string amount(Number number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string in_words(const Count& count) {
  return amount(count.lines, "line") + ", " + amount(count.bytes, "byte");
}

bool asks_for_help(const Arguments& words) {
  return std::ranges::find(words, "--help") != words.end();
}

struct FollowOptions {
  Paths files = {};
  std::optional<std::filesystem::path> output = {};
  std::optional<std::chrono::nanoseconds> until_idle = {};
  Version version = versions[2];  // tasks
};

// 1s, 500ms, 1.5s, 2min.
std::chrono::nanoseconds to_duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 3> units = {
      {{"ms", 1e-3}, {"min", 60}, {"s", 1}}};
  constexpr double most = 24 * 60 * 60;  // seconds
  for (const auto& [unit, seconds] : units) {
    if (!text.ends_with(unit)) continue;
    const std::string_view number = text.substr(0, text.size() - unit.size());
    double value = 0;
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), value);
    if (error == std::errc() && end == number.data() + number.size() &&
        value * seconds >= 1e-3 && value * seconds <= most) {
      return std::chrono::duration_cast<std::chrono::nanoseconds>(
          std::chrono::duration<double>(value * seconds));
    }
    break;
  }
  throw UsageError(fmt::format(
      "--until-idle is a time from 1ms to 1440min, like 1s or 500ms, not '{}'",
      text));
}

Version to_version(std::string_view name) {
  const auto found = std::ranges::find(versions, name, &Version::name);
  if (found != versions.end()) return *found;
  std::string names;
  for (const Version& version : versions)
    names += fmt::format(" {}", version.name);
  throw UsageError(fmt::format("no version '{}'; there are:{}", name, names));
}

// Of a file with two names, each line would be merged twice.
void refuse_twice(const Paths& files) {
  std::set<std::filesystem::path> names;
  std::map<std::pair<dev_t, ino_t>, std::filesystem::path> known;
  for (const auto& file : files) {
    if (!names.insert(file.lexically_normal()).second)
      throw UsageError(fmt::format("\"{}\" is named twice", file.string()));
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0) continue;  // it comes later
    const auto [same, is_new] =
        known.insert({{status.st_dev, status.st_ino}, file});
    if (!is_new) {
      throw UsageError(fmt::format(R"("{}" and "{}" are the same file)",
                                   same->second.string(), file.string()));
    }
  }
}

FollowOptions parse(const Arguments& words) {
  FollowOptions options;
  for (std::size_t i = 0; i < words.size();) {
    const std::string& option = words[i++];
    const auto value = [&] {
      if (i == words.size() || words[i].starts_with("--"))
        throw UsageError(option + " needs a word behind it; " +
                         std::string(usage));
      return words[i++];
    };
    if (option == "--follow") {
      options.files.emplace_back(value());
      while (i < words.size() && !words[i].starts_with("--"))
        options.files.emplace_back(words[i++]);
    } else if (option == "--output") {
      options.output = value();
    } else if (option == "--until-idle") {
      options.until_idle = to_duration(value());
    } else if (option == "--with") {
      options.version = to_version(value());
    } else {
      throw UsageError(fmt::format("no option '{}'; {}", option, usage));
    }
  }
  if (options.files.empty() || !options.output)
    throw UsageError(std::string(usage));
  refuse_twice(options.files);
  return options;
}

void follow_files(const Arguments& words) {
  if (asks_for_help(words)) {
    fmt::print("{}\n", usage);
    return;
  }
  const FollowOptions options = parse(words);
  std::optional<MergedFile> output;
  try {
    output.emplace(*options.output, options.files);
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
  Merge merge(*output, {.until_idle = options.until_idle,
                        .tell = [](const std::string& news) {
                          fmt::print(stderr, "{}\n", news);
                        }});
  const SignalStop signals([&] { merge.request_stop(); });
  if (!options.until_idle) {
    fmt::print(stderr, "following {}; Ctrl-C ends it\n",
               amount(options.files.size(), "file"));
  }
  options.version.run(merge, options.files);
  merge.rethrow();
  output->close();

  // Not to stdout: that may be the merged file.
  Count all;
  for (const auto& [path, count] : merge.counts()) {
    fmt::print(stderr, "{}: {}\n", path.string(), in_words(count));
    all.lines += count.lines;
    all.bytes += count.bytes;
  }
  fmt::print(stderr, "{}: {}\n", output->path().string(), in_words(all));
}

void confirm_files(const Arguments& words) {
  if (asks_for_help(words)) {
    fmt::print("{}\n", confirm_usage);
    return;
  }
  if (words.size() < 2) throw UsageError(std::string(confirm_usage));
  const Paths inputs(words.begin() + 1, words.end());
  if (const auto found = difference(words[0], inputs))
    throw std::runtime_error(*found);
  fmt::print("{}: every line of {}, each in its order\n", words[0],
             amount(inputs.size(), "file"));
}

}  // namespace

bool is_command(int argc, char** argv) {
  const std::string_view word = argc > 1 ? argv[1] : "";
  return word.starts_with("--") && word != "--help" && word != "--sections";
}

int run_command(int argc, char** argv) {
  const std::string first = argv[1];
  if (first == "--confirm")
    return run_sections(argc, argv,
                        {{first, "MERGED FILE...", "", confirm_files}});
  const auto follow = [&](const Arguments& rest) {
    Arguments words = {first};  // the options may come in any order
    words.insert(words.end(), rest.begin(), rest.end());
    follow_files(words);
  };
  return run_sections(argc, argv, {{first, "WORD...", "", follow}});
}

}  // namespace workbook
