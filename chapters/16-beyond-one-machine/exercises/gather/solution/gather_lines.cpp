#include "gather_lines.hpp"

#include <span>

#include "16-beyond-one-machine/gather.hpp"

// Each line ends with a newline.
static std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::vector<std::string> gather_lines(const Communicator& ranks,
                                      const std::vector<std::string>& mine) {
  std::string text;
  for (const std::string& line : mine) text += line + '\n';
  const std::vector<char> all = workbook::gather<char>(ranks, text);
  return split(std::string(all.begin(), all.end()));
}
