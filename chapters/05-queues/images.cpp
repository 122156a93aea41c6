// The section `images`: what the user asks for, and what the user sees.

#include <fmt/format.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "05-queues/halve_images.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/temporary_directory.hpp"

namespace workbook {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::optional<fs::path> input;
  std::optional<fs::path> output;
};

Options parse_options(const Arguments& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const std::string& name = arguments[i];
    if (name != "--input" && name != "--output") {
      throw UsageError(fmt::format(
          "no option '{}'; there are --input DIR and --output DIR", name));
    }
    std::optional<fs::path>& value =
        name == "--input" ? options.input : options.output;
    if (i + 1 == arguments.size() || arguments[i + 1].empty())
      throw UsageError(fmt::format("{} needs a folder", name));
    if (value) throw UsageError(fmt::format("{} is given twice", name));
    value = arguments[i + 1];
  }
  if (options.input && !options.output)
    throw UsageError("--input needs --output DIR, for the halved images");
  return options;
}

std::vector<fs::path> files_to_halve(const fs::path& input) {
  try {
    std::vector<fs::path> files = images_in(input);
    if (!files.empty()) return files;
  } catch (const fs::filesystem_error& error) {
    throw UsageError(
        fmt::format("read \"{}\": {}", input.string(), error.code().message()));
  }
  throw UsageError(
      fmt::format("\"{}\" has no .ppm, .pgm or .pnm file", input.string()));
}

void make_output(const fs::path& output, const fs::path& input) {
  std::error_code error;
  fs::create_directories(output, error);
  if (!error && !fs::is_directory(output))
    error = std::make_error_code(std::errc::not_a_directory);
  if (error) {
    throw UsageError(
        fmt::format("write to \"{}\": {}", output.string(), error.message()));
  }
  if (fs::equivalent(input, output))
    throw UsageError(
        "--output is the folder of the input: the images in it "
        "would be lost");
}

// A line for each image; on a terminal, good ones share one that is rewritten.
class Progress {
 public:
  explicit Progress(std::size_t total) : total_(total) {}

  void operator()(const ImageJob& job) {
    ++count_;
    const std::string line = fmt::format(
        "{:>3} of {}  {}  {}", count_, total_, job.file.filename().string(),
        job.error.empty() ? job.what : "FAILED: " + job.error);
    const bool is_rewritten =
        is_terminal_ && job.error.empty() && count_ < total_;
    fmt::print("{}{}{}", is_terminal_ ? "\r\033[K" : "",
               is_rewritten ? line.substr(0, line_width) : line,
               is_rewritten ? "" : "\n");
    std::fflush(stdout);
  }

 private:
  static constexpr std::size_t line_width = 79;  // a longer one would wrap

  const std::size_t total_;
  std::size_t count_ = 0;
  const bool is_terminal_ = ::isatty(STDOUT_FILENO) == 1;
};

}  // namespace

void images(const Arguments& arguments) {
  const Options options = parse_options(arguments);
  const TemporaryDirectory samples;
  const TemporaryDirectory nowhere;
  if (!options.input) make_sample_images(samples.path());
  const fs::path input = options.input.value_or(samples.path());
  const fs::path output = options.output.value_or(nowhere.path());
  const std::vector<fs::path> files = files_to_halve(input);
  make_output(output, input);

  const Stopwatch stopwatch;
  const std::size_t failed =
      halve_images(files, output, Progress(files.size()));
  fmt::print("{} of {} images halved in {}\n", files.size() - failed,
             files.size(),
             figure("elapsed", fmt::format("{:.2f} s", stopwatch.seconds())));
  if (failed > 0) {
    throw std::runtime_error(
        fmt::format("{} of {} images failed", failed, files.size()));
  }
}

}  // namespace workbook
