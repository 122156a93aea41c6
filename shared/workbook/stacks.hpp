#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace workbook {

// Where the threads of another process are. That process writes its stacks, as
// addresses, to a pipe when it is sent a signal; this one finds out what they
// mean.

// Return addresses, innermost first.
using Stack = std::vector<unsigned long>;

// A thread that gets this signal reports its stack.
int stack_signal();

// From here on, each thread of this process answers stack_signal() with a line
// to `fd`: "s ", and what parse_stack() reads. `fd` stays the caller's.
void report_stacks_to(int fd);

std::pair<pid_t, Stack> parse_stack(const std::string& text);

// The frames of a stack that are in the book's or the learner's own files,
// innermost first: "capture() at work/01-subprocess/capture/capture.hpp:24".
// Needs addr2line (binutils); without it there are none.
std::vector<std::string> own_frames(pid_t process, const Stack& stack);

}  // namespace workbook
