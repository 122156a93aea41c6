#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

using Arguments = std::vector<std::string>;

// A named part of a chapter's program. The lesson shows what it prints.
struct Section {
  std::string name;
  std::string
      arguments;  // for the reader, e.g. "[count]"; empty: it takes none
  std::string description;
  std::function<void(const Arguments&)> run;
};

// What the user typed is wrong. Its text says what would be right; the program
// exits with status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Another use of a chapter's program, which its main() looks for first.
struct Use {
  std::string words;  // "--serve HOST:PORT [--threads]"
  std::string description;
};

// The main() of a chapter's program:
//   program                   runs every section
//   program <section> [args]  runs one
//   program --help            lists them for a person
//   program --sections        lists them, a line each: name, tab, description
// Returns the exit status: 0, 1 when a section throws, 2 for a UsageError.
// `uses` are listed by --help too.
int run_sections(int argc, char** argv, const std::vector<Section>& sections,
                 const std::vector<Use>& uses = {});

// What --help prints.
std::string help_text(const std::string& program,
                      const std::vector<Section>& sections,
                      const std::vector<Use>& uses = {});

// A section of the chapter's other program, the one that interleave explores:
// it stands beside this one and is named like it, with "_explored" behind.
// Where interleave cannot be, there is no such program, and the section says
// so.
Section explored_section(const std::string& name,
                         const std::string& description);

// Prints why the running section cannot run on this machine. It counts as run;
// the book shows the same words in place of its output, figures and pictures.
void not_here(const std::string& why);

// Names a measured figure so that the lesson can quote it in a sentence;
// returns `text` for printing.
std::string figure(std::string_view name, std::string text);

// Where the running section leaves a file for the book, or nothing when the
// book is not being made.
std::optional<std::filesystem::path> capture_path(std::string_view extension);

// An argument as a whole number between `least` and `most`; throws UsageError
// naming it `what`.
long to_number(const std::string& argument, std::string_view what, long least,
               long most);

}  // namespace workbook
