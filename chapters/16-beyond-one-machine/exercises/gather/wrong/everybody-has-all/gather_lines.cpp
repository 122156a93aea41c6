// Rejected: assert "only rank 0 has the lines"
//
// Tempting: MPI_Allgather instead of MPI_Gather: who needs them has them.
//
// Wrong: each rank then holds everything. With a thousand ranks that is a
// thousand copies, and the end of the memory.
#include "gather_lines.hpp"

#include <span>

#include "16-beyond-one-machine/gather.hpp"

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
  int count = static_cast<int>(all.size());
  MPI_Bcast(&count, 1, MPI_INT, 0, ranks.handle());
  text.assign(all.begin(), all.end());
  text.resize(static_cast<std::size_t>(count));
  MPI_Bcast(text.data(), count, MPI_CHAR, 0, ranks.handle());
  return split(text);
}
