#pragma once

#include <pthread.h>
#include <sys/prctl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace workbook {

// Linux keeps this many bytes of a thread's name.
constexpr std::size_t longest_thread_name = 15;

// Names the calling thread, for debuggers, `top -H` and logs. What is too long
// is cut off. In the main thread it is also the name of the process. Source:
// pthread_setname_np(3).
inline void name_this_thread(std::string name) {
  name.resize(std::min(name.size(), longest_thread_name));
  ::pthread_setname_np(::pthread_self(), name.c_str());
}

// A thread that was not named has the name of the one that started it.
inline std::string this_thread_name() {
  std::array<char, longest_thread_name + 1> name{};
  ::prctl(PR_GET_NAME, name.data());
  return name.data();
}

}  // namespace workbook
