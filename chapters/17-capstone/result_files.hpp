#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "17-capstone/catalog.hpp"
#include "17-capstone/result.hpp"

namespace workbook {

// Results for other programs.
nlohmann::ordered_json to_json(const std::vector<Result>& results);

// A suite for each exercise. Source: the XML schema of JUnit, as CI servers
// read it.
std::string to_junit(const std::vector<Result>& results);

// Writes what the user asked for to the file he named: a whole new file in
// place of the one there, also behind a link; but a device or a pipe, such as
// /dev/stdout, is written to. Throws std::system_error.
void write_result(const std::filesystem::path& file, const std::string& text);

// The names of the exercise's answers that look right and are not.
std::vector<std::string> wrong_answers(const Places& places,
                                       const Exercise& exercise);

// Text as it may stand in HTML or XML, in an attribute too.
std::string escaped(std::string_view text);

}  // namespace workbook
