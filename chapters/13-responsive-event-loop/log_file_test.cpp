#include "13-responsive-event-loop/log_file.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "13-responsive-event-loop/descriptors_of.hpp"
#include "workbook/eventually.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/unique_fd.hpp"

using workbook::descriptors_of;
using workbook::eventually;
using workbook::LogFile;
using workbook::UniqueFd;

namespace {

std::atomic<int> interruptions = 0;

// As long as there is one, SIGUSR1 interrupts what its thread waits for.
class Interruptible {
 public:
  Interruptible() {
    struct sigaction action {};
    action.sa_handler = [](int) {
      ++interruptions;
    };  // without SA_RESTART: system calls end with EINTR
    ::sigaction(SIGUSR1, &action, &before_);
  }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;
  ~Interruptible() { ::sigaction(SIGUSR1, &before_, nullptr); }

 private:
  struct sigaction before_ {};
};

struct APath {
  workbook::TemporaryDirectory directory;
  std::filesystem::path path = directory.path() / "a.log";
};

// Fills a pipe; returns how many bytes it holds.
std::size_t fill(const std::filesystem::path& pipe) {
  const UniqueFd fd(::open(pipe.c_str(), O_WRONLY | O_NONBLOCK));
  const std::string more_than_it_holds(2'000'000, 'x');
  const ssize_t held =
      ::write(fd.get(), more_than_it_holds.data(), more_than_it_holds.size());
  REQUIRE(held > 0);
  REQUIRE(::write(fd.get(), "x", 1) == -1);
  return static_cast<std::size_t>(held);
}

// The next bytes of a pipe that has so many.
std::string read(const UniqueFd& pipe, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t got = 0;
  while (got < size) {
    const ssize_t count =
        ::read(pipe.get(), bytes.data() + got, bytes.size() - got);
    REQUIRE(count > 0);
    got += static_cast<std::size_t>(count);
  }
  return bytes;
}

}  // namespace

TEST_CASE_FIXTURE(APath, "a write that a signal interrupts is tried again") {
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const UniqueFd reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
  const Interruptible interruptible;
  interruptions = 0;
  std::atomic<pthread_t> writer = {};
  LogFile file(path, [&] { writer = ::pthread_self(); });
  const std::size_t size = fill(path);
  workbook::ProbedCall append([&] { file.append("line\n"); });
  CHECK(append.sleeps());
  ::pthread_kill(writer, SIGUSR1);
  CHECK(eventually([&] { return interruptions == 1; }));
  read(reader, size);  // only now can it be written
  CHECK_NOTHROW(append.join());
  CHECK(read(reader, 5) == "line\n");
}

TEST_CASE_FIXTURE(APath, "a signal does not end the wait for a reader") {
  const Interruptible interruptible;
  interruptions = 0;
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::atomic<pthread_t> writer = {};
  workbook::ProbedCall open([&] {
    writer = ::pthread_self();
    const LogFile file(path);
  });
  CHECK(open.sleeps());
  ::pthread_kill(writer, SIGUSR1);
  CHECK(eventually([&] { return interruptions == 1; }));
  const UniqueFd reader(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
  CHECK_NOTHROW(open.join());
}

TEST_CASE_FIXTURE(APath, "an error of the close is told") {
  LogFile file(path);
  for (const int fd : descriptors_of(path)) ::close(fd);
  CHECK_THROWS_WITH_AS(
      file.close(),
      ("close \"" + path.string() + "\": Bad file descriptor").c_str(),
      std::system_error);
}

TEST_CASE_FIXTURE(APath, "a file is closed once") {
  LogFile file(path);
  const std::vector<int> before = descriptors_of(path);
  REQUIRE(before.size() == 1);
  file.close();
  CHECK(descriptors_of(path).empty());
  // It has the number that is free again, and is none of the file's business.
  const UniqueFd other(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  REQUIRE(other.get() == before[0]);
  file.close();
  { const LogFile ended = std::move(file); }
  CHECK(::fcntl(other.get(), F_GETFD) != -1);
}
