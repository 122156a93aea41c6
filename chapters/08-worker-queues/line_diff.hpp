#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace workbook {

// The lines of a C++ file that do something: without blank lines, comments,
// includes, braces that stand alone, and indentation. Throws
// std::runtime_error, naming the file, if it cannot be read.
std::vector<std::string> code_lines(const std::filesystem::path& file);

struct LineDiff {
  std::size_t removed;
  std::size_t added;
};

// How many lines have to be removed and added to get from one to the other, at
// least: all that are not in their longest common subsequence.
LineDiff line_diff(const std::vector<std::string>& before,
                   const std::vector<std::string>& after);

// A form of the simulation: its name, and the files of the chapters that make
// it up.
struct FormSource {
  std::string name;
  std::vector<std::string> files;  // "06-fan-out/simulate.hpp"
};

// Prints how far each form is from the first. Figures: <name>-lines, -added and
// -removed.
void print_diff(const std::vector<FormSource>& forms);

}  // namespace workbook
