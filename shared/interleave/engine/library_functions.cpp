#include "interleave/engine/library_functions.hpp"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "interleave/engine/task.hpp"
#include "workbook/unique_fd.hpp"

namespace workbook::interleave {
namespace {

using Kind = LibraryFunctions::Kind;

bool is_of_the_library(std::string_view symbol) {
  const std::string_view name = symbol.substr(0, symbol.find("St"));
  return name == "_Z" || name == "_ZN" || name == "_ZNK" || name == "_ZZN" ||
         name == "_ZZNK";
}

Kind kind_of(std::string_view symbol) {
  constexpr std::pair<std::string_view, Kind> kinds[] = {
      {"5latch", Kind::latch},
      {"7barrier", Kind::barrier},
      {"__tree_barrier", Kind::barrier},
      {"_semaphore", Kind::semaphore},
  };
  for (const auto& [part, kind] : kinds) {
    if (symbol.find(part) != std::string_view::npos) return kind;
  }
  return Kind::atomic;
}

// A file as it is, for as long as this object lives.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path) {
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) == -1) return;
    size_ = static_cast<std::size_t>(status.st_size);
    void* memory =
        ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (memory != MAP_FAILED) begin_ = static_cast<const char*>(memory);
  }
  ~MappedFile() {
    if (begin_ != nullptr) ::munmap(const_cast<char*>(begin_), size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Empty if the file is not that long.
  template <typename T>
  std::span<const T> at(std::uint64_t offset, std::uint64_t count) const {
    if (begin_ == nullptr || offset > size_ ||
        count > (size_ - offset) / sizeof(T))
      return {};
    return {reinterpret_cast<const T*>(begin_ + offset), count};
  }

 private:
  const char* begin_ = nullptr;
  std::size_t size_ = 0;
};

std::uint64_t load_address() {
  std::uint64_t address = 0;
  ::dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) {
        *static_cast<std::uint64_t*>(data) = info->dlpi_addr;
        return 1;  // the program comes first
      },
      &address);
  return address;
}

}  // namespace

const LibraryFunctions& LibraryFunctions::of_program() {
  static const LibraryFunctions functions("/proc/self/exe");
  return functions;
}

LibraryFunctions::LibraryFunctions(const std::string& program) {
  const MappedFile file(program);
  const auto header = file.at<Elf64_Ehdr>(0, 1);
  if (header.empty()) return;
  const auto sections =
      file.at<Elf64_Shdr>(header[0].e_shoff, header[0].e_shnum);
  const std::uint64_t loaded = load_address();
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_SYMTAB || section.sh_link >= sections.size())
      continue;
    const Elf64_Shdr& strings = sections[section.sh_link];
    const auto names = file.at<char>(strings.sh_offset, strings.sh_size);
    for (const Elf64_Sym& symbol : file.at<Elf64_Sym>(
             section.sh_offset, section.sh_size / sizeof(Elf64_Sym))) {
      if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_size == 0 ||
          symbol.st_name >= names.size())
        continue;
      const std::string_view name(&names[symbol.st_name]);
      if (!is_of_the_library(name)) continue;
      const std::uint64_t begin = loaded + symbol.st_value;
      functions_.push_back({begin, begin + symbol.st_size, kind_of(name),
                            name.find("__atomic_spin") != name.npos});
    }
  }
  std::sort(
      functions_.begin(), functions_.end(),
      [](const Function& a, const Function& b) { return a.begin < b.begin; });
}

const LibraryFunctions::Function* LibraryFunctions::find(
    std::uint64_t pc) const {
  auto after = std::upper_bound(
      functions_.begin(), functions_.end(), pc,
      [](std::uint64_t at, const Function& f) { return at < f.begin; });
  if (after == functions_.begin()) return nullptr;
  const Function& function = *--after;
  return pc < function.end ? &function : nullptr;
}

template <typename Wanted>
const LibraryFunctions::Function* LibraryFunctions::first(const Task& task,
                                                          Wanted wanted) const {
  const Function* found = nullptr;
  task.each_call([&](std::uint64_t pc) {
    const Function* function = find(pc - 1);  // in the call
    if (function == nullptr) return false;
    if (!wanted(*function)) return true;
    found = function;
    return false;
  });
  return found;
}

Kind LibraryFunctions::kind(const Task& task) const {
  const Function* function =
      first(task, [](const Function& f) { return f.kind != Kind::atomic; });
  return function == nullptr ? Kind::atomic : function->kind;
}

bool LibraryFunctions::spins(const Task& task) const {
  return first(task, [](const Function& f) { return f.spins; }) != nullptr;
}

}  // namespace workbook::interleave
