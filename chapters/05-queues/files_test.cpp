#include "05-queues/files.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>

#include "workbook/temporary_directory.hpp"

using namespace workbook;

namespace {

namespace fs = std::filesystem;

std::ptrdiff_t count_files(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), {});
}

// While it exists no file of this process can grow beyond `bytes`: a disk that
// is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

std::string failure_of_replace(const fs::path& path, const std::string& bytes) {
  try {
    replace_file(path, bytes);
    return "";
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("what was put into a file is read again") {
  const TemporaryDirectory folder;
  const fs::path file = folder.path() / "a";
  const std::string bytes = std::string(100'000, 'x') + '\0' + "end";
  replace_file(file, bytes);
  CHECK(read_file(file) == bytes);
  replace_file(file, "");
  CHECK(read_file(file).empty());
  CHECK(count_files(folder.path()) == 1);
}

TEST_CASE("a new file has the permissions that the user wants for new ones") {
  const TemporaryDirectory folder;
  const mode_t before = ::umask(0027);
  replace_file(folder.path() / "a", "x");
  ::umask(before);
  CHECK(fs::status(folder.path() / "a").permissions() == fs::perms(0640));
}

TEST_CASE("when the disk is full the old file stays and nothing else") {
  const TemporaryDirectory folder;
  const fs::path file = folder.path() / "a";
  replace_file(file, "old");
  std::string failure;
  {
    const FullDisk full(1'000);
    failure = failure_of_replace(file, std::string(2'000, 'x'));
  }
  CHECK(failure == "write \"" + file.string() + "\": File too large");
  CHECK(read_file(file) == "old");
  CHECK(count_files(folder.path()) == 1);
}

TEST_CASE("a file that cannot be put in place leaves nothing behind") {
  const TemporaryDirectory folder;
  const fs::path file = folder.path() / "a";
  fs::create_directory(file);
  CHECK(failure_of_replace(file, "x") ==
        "write \"" + file.string() + "\": Is a directory");
  CHECK(count_files(folder.path()) == 1);
}

TEST_CASE("a folder that does not exist is named") {
  CHECK(failure_of_replace("/no/such/a", "x") ==
        "write \"/no/such/a\": No such file or directory");
}

TEST_CASE("what cannot be read is named") {
  const TemporaryDirectory folder;
  CHECK_THROWS_WITH(read_file("/no/such/file"),
                    "read \"/no/such/file\": No such file or directory");
  CHECK_THROWS_WITH(
      read_file(folder.path()),
      ("read \"" + folder.path().string() + "\": Is a directory").c_str());
  const fs::path fifo = folder.path() / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK_THROWS_WITH(
      read_file(fifo),
      ("read \"" + fifo.string() + "\": not a regular file").c_str());
}
