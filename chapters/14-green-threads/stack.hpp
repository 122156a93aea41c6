#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <utility>

#include "workbook/errno_error.hpp"
#include "workbook/sanitized.hpp"

namespace workbook {

// Memory for the calls of one green thread. Move-only; its pages become real
// when they are first touched. Below it lies a page that nobody may touch, so
// that a thread that needs more ends the program instead of overwriting what
// lies there. Source: POSIX mmap, mprotect.
class Stack {
 public:
  // Instrumented code has larger frames.
  static constexpr std::size_t default_size =  // bytes
      (sanitized ? 256 : 64) * 1024;

  // Rounds `size`, in bytes, up to whole pages. Throws std::system_error when
  // the system gives no more.
  explicit Stack(std::size_t size = default_size);
  Stack(Stack&& other) noexcept
      : guard_(std::exchange(other.guard_, nullptr)), size_(other.size_) {}
  Stack& operator=(Stack&&) = delete;
  ~Stack() {
    if (guard_ != nullptr) ::munmap(guard_, size_ + page_size());
  }

  // The lowest byte that may be used, and the one behind the highest. A stack
  // grows from the end to the begin.
  std::byte* begin() const { return guard_ + page_size(); }
  std::byte* end() const { return begin() + size_; }
  std::size_t size() const { return size_; }

 private:
  static std::size_t page_size() {
    static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return size;
  }

  std::byte* guard_;  // owned, with the stack behind it
  std::size_t size_;
};

// #region guard
inline Stack::Stack(std::size_t size)
    : size_((size + page_size() - 1) / page_size() * page_size()) {
  void* memory = ::mmap(nullptr, page_size() + size_, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw_errno("mmap a stack");
  guard_ = static_cast<std::byte*>(memory);
  if (::mprotect(guard_, page_size(), PROT_NONE) == -1) {
    const int error = errno;
    ::munmap(memory, page_size() + size_);
    throw_errno("mprotect the guard of a stack", error);
  }
}
// #endregion guard

}  // namespace workbook
