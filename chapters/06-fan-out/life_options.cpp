#include "06-fan-out/life_options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>

#include "06-fan-out/columns.hpp"
#include "06-fan-out/patterns.hpp"
#include "06-fan-out/rle.hpp"

namespace workbook {
namespace {

constexpr int most_generations = 1'000'000;
constexpr double most_io_ms = 60'000;

Size to_size(const std::string& text) {
  const std::size_t by = text.find('x');
  if (by == std::string::npos)
    throw UsageError(
        fmt::format("--size is HEIGHTxWIDTH, like 20x40, not '{}'", text));
  const auto side = [](const std::string& number, std::string_view what) {
    return static_cast<int>(to_number(number, what, 1, largest_side));
  };
  return {side(text.substr(0, by), "the height in --size"),
          side(text.substr(by + 1), "the width in --size")};
}

std::chrono::microseconds to_duration(const std::string& text) {
  double ms = -1;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, ms);
  if (error != std::errc() || stopped != end || !std::isfinite(ms) || ms < 0 ||
      ms > most_io_ms)
    throw UsageError(
        fmt::format("--io-ms is a number of milliseconds from 0 to {:.0f}, "
                    "not '{}'",
                    most_io_ms, text));
  return std::chrono::microseconds(static_cast<long>(ms * 1000));
}

bool to_print_all(const std::string& text) {
  if (text != "all" && text != "final")
    throw UsageError(fmt::format("--print is final or all, not '{}'", text));
  return text == "all";
}

Grid to_grid(const std::optional<std::string>& pattern,
             const std::optional<Size>& size) {
  try {
    const Grid cells =
        pattern ? read_rle(*pattern) : parse_rle(patterns::glider);
    return centered(cells, size.value_or(cells.size()));
  } catch (const std::exception& error) {
    throw UsageError(error.what());
  }
}

}  // namespace

Grid LifeOptions::default_grid() {
  return centered(parse_rle(patterns::glider), {5, 9});
}

LifeOptions parse_life_options(const Arguments& arguments,
                               LifeOptions options) {
  std::optional<std::string> pattern;
  std::optional<Size> size;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const std::string& name = arguments[i];
    const auto value = [&]() -> const std::string& {
      if (i + 1 == arguments.size())
        throw UsageError(fmt::format("{} needs a value", name));
      return arguments[i + 1];
    };
    if (name == "--pattern") {
      pattern = value();
    } else if (name == "--size") {
      size = to_size(value());
    } else if (name == "--generations") {
      options.generations = static_cast<int>(
          to_number(value(), "--generations", 0, most_generations));
    } else if (name == "--print") {
      options.print_all = to_print_all(value());
    } else if (name == "--io-ms") {
      options.io = to_duration(value());
    } else {
      throw UsageError(fmt::format(
          "no option '{}'; there are: --pattern FILE.rle, --size HxW, "
          "--generations N, --print final|all, --io-ms MS",
          name));
    }
  }
  if (pattern || size) options.grid = to_grid(pattern, size);
  return options;
}

void print_life(const LifeOptions& options,
                const std::function<Grid(const Grid&)>& next) {
  ColumnPrinter columns;
  Grid grid = options.grid;
  if (options.print_all) columns.add(grid);
  for (int i = 0; i < options.generations; ++i) {
    grid = next(grid);
    if (options.print_all) columns.add(grid);
  }
  fmt::print("{}", options.print_all ? columns.text() : grid.text());
}

}  // namespace workbook
