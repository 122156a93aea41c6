#pragma once

#include <cstddef>
#include <memory>
#include <vector>

struct dl_phdr_info;

namespace workbook::interleave {

// The program's global and static variables, and the locals of the functions
// that called explore(), as they are now. A body may change them; the next run
// finds them as the first did.
class Snapshot {
 public:
  // `frame`: the variables above it on the stack of this thread are kept too;
  // null: none.
  explicit Snapshot(void* frame);
  void restore() const;

 private:
  struct Range {
    char* begin;
    std::size_t size;
    std::unique_ptr<char[]> copy;
  };
  void keep(char* begin, char* end);
  static int keep_globals(dl_phdr_info* info, std::size_t size, void* data);

  std::vector<Range> ranges_;
};

}  // namespace workbook::interleave
