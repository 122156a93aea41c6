#include "15-process-pools/worker.hpp"

#include <cxxabi.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <typeinfo>

#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr const char* argument = "--worker";
constexpr const char* variable = "WORKBOOK_WORKER";

// "std::out_of_range", of the exception that is being handled.
std::string type_of_exception() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "unknown";
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status), std::free);
  return status == 0 ? name.get() : type->name();
}

// The function's input is not the parent's socket, which it must not read.
UniqueFd take_socket() {
  UniqueFd socket(
      check_errno(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1),
                  "take the socket to the parent"));
  const UniqueFd null(
      check_errno(::open("/dev/null", O_RDONLY | O_CLOEXEC), "open /dev/null"));
  check_errno(::dup2(null.get(), STDIN_FILENO), "dup2");
  return socket;
}

// #region watch
// When the parent has gone, nobody wants what is being computed here.
void end_with_parent(int socket) {
  pollfd parent{socket, POLLRDHUP, 0};
  while (::poll(&parent, 1, -1) == -1 && errno == EINTR) {
  }
  ::_exit(0);
}
// #endregion watch

// #region answer
// A request is a number, the name of a function, and arguments until its end.
// The answer is the same number, whether all went well, and then for each
// argument `true` and a result, or `false` and an exception, which is the last.
std::string answer_to(std::string_view request, const Functions& functions) {
  Reader reader(request);
  Writer answer;
  answer.write(reader.read<std::uint64_t>());
  const std::size_t verdict = answer.bytes.size();
  answer.write(true);
  std::size_t whole = answer.bytes.size();
  try {
    const Functions::Call& call = functions.find(reader.read<std::string>());
    while (!reader.rest().empty()) {
      answer.write(true);
      call(reader, answer);
      whole = answer.bytes.size();
    }
    return std::move(answer.bytes);
  } catch (const std::exception& error) {
    answer.bytes.resize(whole);  // without a result that is there in part
    answer.write(false);
    answer.write(type_of_exception());
    answer.write(std::string(error.what()));
  } catch (...) {
    answer.bytes.resize(whole);
    answer.write(false);
    answer.write(type_of_exception());
    answer.write(std::string());
  }
  answer.bytes[verdict] = 0;
  return std::move(answer.bytes);
}
// #endregion answer

// #region serve
int serve(Channel parent, const Functions& functions) {
  std::thread(end_with_parent, parent.fd()).detach();
  while (const auto request = parent.receive()) {
    parent.push(answer_to(*request, functions));
    std::fflush(stdout);  // a worker may be killed at any time from here on
    if (!parent.flush(Channel::Wait::yes)) break;
  }
  return 0;
}
// #endregion serve

// /proc/self/exe is the file that this process runs, also when another one has
// its name by now.
Argv this_program() {
  if (std::getenv(variable) != nullptr) {
    throw std::logic_error(
        "a worker that does not serve: main() begins with serve_if_worker()");
  }
  return {"/proc/self/exe", argument};
}

}  // namespace

std::optional<int> serve_if_worker(int argc, char** argv,
                                   const Functions& functions) {
  if (argc != 2 || std::string_view(argv[1]) != argument) return std::nullopt;
  if (std::getenv(variable) == nullptr) return std::nullopt;
  ::unsetenv(variable);
  try {
    return serve(Channel(take_socket()), functions);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "worker %d: %s\n", static_cast<int>(::getpid()),
                 error.what());
    return 1;
  }
}

// #region spawn
Worker::Worker(std::pair<UniqueFd, UniqueFd> ends)
    : process(this_program(), {.in = Stream(std::move(ends.second)),
                               .environment = {{variable, "1"}}}),
      channel(std::move(ends.first)) {}
// #endregion spawn

}  // namespace workbook
