#include "interleave/report/symbolize.hpp"

#include <link.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string_view>

namespace workbook::interleave {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

std::string output_of(const std::string& command) {
  struct Close {
    void operator()(FILE* file) const { ::pclose(file); }
  };
  const std::unique_ptr<FILE, Close> pipe(::popen(command.c_str(), "re"));
  std::string text;
  if (pipe == nullptr) return text;
  std::array<char, 4096> part{};
  for (std::size_t size = 0;
       (size = std::fread(part.data(), 1, part.size(), pipe.get())) > 0;) {
    text.append(part.data(), size);
  }
  return text;
}

struct Loaded {
  std::uint64_t at = 0;
  std::uint64_t end = 0;
};

Loaded program() {
  Loaded loaded;
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) {
        auto& found = *static_cast<Loaded*>(data);
        found.at = info->dlpi_addr;
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const auto& header = info->dlpi_phdr[i];
          if (header.p_type == PT_LOAD)
            found.end =
                std::max(found.end, found.at + header.p_vaddr + header.p_memsz);
        }
        return 1;
      },
      &loaded);
  return loaded;
}

// "std::f" of "void std::f<a::b>(c d)": without the type in front and what
// comes after the name.
std::string_view qualified_name(std::string_view function) {
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < function.size(); ++i) {
    const char c = function[i];
    if (depth == 0 && function.substr(i).starts_with("operator") &&
        (i == 0 || function[i - 1] == ':')) {
      return function.substr(
          begin,
          function.find('(', i + 9) - begin);  // operator() has one of its own
    }
    if (c == '(' && depth == 0 && !function.substr(i).starts_with("(anonymous"))
      return function.substr(begin, i - begin);
    if (c == '<' || c == '(' || c == '{') ++depth;
    if (c == '>' || c == ')' || c == '}') --depth;
    if (c == ' ' && depth == 0) begin = i + 1;
  }
  return function.substr(begin);
}

}  // namespace

bool Frame::is_users() const {
  if (file.empty() || file.starts_with("/usr/") ||
      file.find("/c++/") != std::string::npos)
    return false;
  if (file.find("doctest/") != std::string::npos ||
      file.find("interleave/hooks/") != std::string::npos)
    return false;
  const std::string_view name = qualified_name(function);
  for (const std::string_view library :
       {"std::", "__gnu_cxx::", "workbook::interleave::", "workbook::check",
        "workbook::MoveOnlyFunction"}) {
    if (name.starts_with(library)) return false;
  }
  return true;
}

std::string member_name(std::string_view function) {
  const std::string_view name = qualified_name(function);
  if (const std::size_t at = name.find("::operator");
      at != std::string_view::npos)
    return std::string(name.substr(at + 2));
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    depth += name[i] == '<' ? 1 : name[i] == '>' ? -1 : 0;
    if (depth == 0 && name[i] == ':') begin = i + 1;
  }
  const std::string_view last = name.substr(begin);
  return std::string(last.substr(0, last.find('<')));
}

Symbols symbolize(const std::vector<std::uint64_t>& return_addresses) {
  static std::mutex mutex;
  static Symbols
      known;  // to read debug information takes longer than to explore
  const std::lock_guard lock(mutex);
  Symbols symbols;
  const Loaded loaded = program();
  std::error_code error;
  const std::string path =
      std::filesystem::read_symlink("/proc/self/exe", error);
  std::set<std::uint64_t> wanted;
  for (const std::uint64_t address : return_addresses) {
    if (const auto found = known.find(address); found != known.end()) {
      symbols.insert(*found);
    } else if (address > loaded.at && address < loaded.end) {
      wanted.insert(address);
    }
  }
  if (error || wanted.empty()) return symbols;

  std::ostringstream command;
  command << "addr2line -afiC -e " << quoted(path) << std::hex;
  for (const std::uint64_t address : wanted)
    command << " 0x" << address - loaded.at - 1;  // in the call
  command << " 2>/dev/null";

  std::istringstream lines(output_of(command.str()));
  std::vector<Frame>* frames = nullptr;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("0x")) {
      std::uint64_t address = 0;
      std::from_chars(line.data() + 2, line.data() + line.size(), address, 16);
      frames = &symbols[address + loaded.at + 1];
      continue;
    }
    if (frames == nullptr) continue;
    Frame frame;
    frame.function = line;
    if (!std::getline(lines, line)) break;
    line = line.substr(0, line.find(" (discriminator"));
    const std::size_t colon = line.rfind(':');
    frame.file = line.substr(0, colon);
    if (frame.file == "??") frame.file.clear();
    std::from_chars(line.data() + colon + 1, line.data() + line.size(),
                    frame.line);
    if (!frame.file.empty())
      frame.file =
          std::filesystem::path(frame.file).lexically_normal().string();
    frames->push_back(std::move(frame));
  }
  for (const std::uint64_t address : wanted) known[address] = symbols[address];
  return symbols;
}

std::string source_line(const std::string& file, int line) {
  std::ifstream in(file);
  std::string text;
  for (int i = 0; i < line; ++i) {
    if (!std::getline(in, text)) return {};
  }
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace workbook::interleave
