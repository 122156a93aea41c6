#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace workbook {

// The program that this chapter writes three times: all files at once, each
// part by part, and again from the start if the connection breaks.
struct File {
  std::string name;
  std::chrono::milliseconds to_connect;
  std::chrono::milliseconds to_send;  // each part
  int parts;
  int breaks_at = 0;  // at this part, the first time; 0: never
};

// What happened, a line each, with the time. All of them use a virtual clock,
// so that nobody waits.
using Lines = std::vector<std::string>;

Lines download_with_callbacks(const std::vector<File>& files);
Lines download_with_green_threads(const std::vector<File>& files);
Lines download_with_coroutines(const std::vector<File>& files);

// Parts of it that are the same in all three.

std::string to_line(std::chrono::nanoseconds time, const std::string& what);

// A part has come. Throws std::runtime_error if the connection broke instead.
void check_part(const File& file, int attempt, int part);

}  // namespace workbook
