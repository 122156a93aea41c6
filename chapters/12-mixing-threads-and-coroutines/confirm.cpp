#include "12-mixing-threads-and-coroutines/confirm.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <vector>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

// The lines of a file that does not grow, one after the other.
class Lines {
 public:
  explicit Lines(const std::filesystem::path& path)
      : name_(path.string()), file_(path, std::ios::binary) {
    if (!file_ || std::filesystem::is_directory(path))
      throw_errno("read \"" + name_ + '"', file_ ? EISDIR : errno);
    next();
  }

  const std::string& name() const { return name_; }
  bool is_over() const { return is_over_; }
  const std::string& line() const { return line_; }  // unless it is over
  bool has_newline() const { return !file_.eof(); }
  long number() const { return number_; }  // of the line, from 1 on
  void next() {
    is_over_ = !std::getline(file_, line_);
    ++number_;
    if (file_.bad()) throw_errno("read \"" + name_ + '"', EIO);
  }

 private:
  std::string name_;
  std::ifstream file_;
  std::string line_;
  long number_ = 0;
  bool is_over_ = false;
};

}  // namespace

// #region difference
std::optional<std::string> difference(const std::filesystem::path& merged_path,
                                      const Paths& inputs) {
  std::vector<Lines> sources(inputs.begin(), inputs.end());
  Lines merged(merged_path);
  for (; !merged.is_over(); merged.next()) {
    Lines* source = nullptr;
    for (Lines& each : sources) {
      if (each.is_over() || each.line() != merged.line()) continue;
      if (source != nullptr) {
        return fmt::format(
            "cannot tell: line {} of {} is the next one of {} and of {}",
            merged.number(), merged.name(), source->name(), each.name());
      }
      source = &each;
    }
    if (source == nullptr || !merged.has_newline()) {
      return fmt::format("line {} of {} is not the next line of any file",
                         merged.number(), merged.name());
    }
    source->next();
  }
  for (const Lines& source : sources) {
    if (!source.is_over()) {
      return fmt::format("line {} of {} is not in {}", source.number(),
                         source.name(), merged.name());
    }
  }
  return {};
}
// #endregion difference

}  // namespace workbook
