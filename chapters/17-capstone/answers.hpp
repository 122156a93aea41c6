#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "17-capstone/catalog.hpp"
#include "17-capstone/line.hpp"

namespace workbook {

// The learner's files, in work/. A new version of the workbook never changes
// them.

// Makes the answer a copy of the starter, unless it is there. It appears whole
// or not at all. A copy of the starter is kept beside it, in `.starter/`, to
// tell later whether the starter changed. Returns whether it copied. Throws
// std::system_error when work/ cannot be written to.
bool copy_starter(const Places& places, const Exercise& exercise);

// Makes the answer the starter again. Returns the file that now holds what was
// there: `.bak`, or `.bak2` if there is one, and so on; nothing when the answer
// was the starter, or was not there.
std::optional<std::filesystem::path> reset_answer(const Places& places,
                                                  const Exercise& exercise);

// Whether the starter is another one than when the answer was begun.
bool starter_changed(const Places& places, const Exercise& exercise);

// What the new starter changes, and the answer with that change merged in
// (conflicts marked as by diff3). The answer itself is left alone.
Lines starter_changes(const Places& places, const Exercise& exercise);

// From now on the present starter is the one that the answer began with.
void accept_starter(const Places& places, const Exercise& exercise);

// `diff -u`, colored; empty when they are equal.
Lines difference(const std::filesystem::path& from,
                 const std::string& from_name, const std::filesystem::path& to,
                 const std::string& to_name);

}  // namespace workbook
