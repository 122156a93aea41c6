#include "01-subprocess/encryption.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <random>

#include "01-subprocess/exchange.hpp"
#include "01-subprocess/subprocess.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr const char* example_password = "zf7ShyBhZOraQDdE/FiZpm/m/8f9X+M1";

std::string random_bytes(std::size_t size) {
  std::random_device device;
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(device());
  return bytes;
}

UniqueFd open_file(const std::string& path) {
  if (std::filesystem::is_directory(path)) {
    throw_errno(fmt::format("read \"{}\"", path), EISDIR);
  }
  return UniqueFd(check_errno(::open(path.c_str(), O_RDONLY | O_CLOEXEC),
                              fmt::format("open \"{}\"", path)));
}

// #region start-encryption
Subprocess start_encryption(Stream in) {
  return Subprocess(
      {"openssl", "enc", "-aes-256-cbc", "-pbkdf2", "-pass", "env:password"},
      {.in = std::move(in),
       .out = Stream::pipe(),
       .environment = {{"password", example_password}}});
}

Subprocess encrypt_random_bytes() {
  Subprocess child = start_encryption(Stream::pipe());
  write_all(child.in(), random_bytes(32 * 1024));  // an empty pipe has room
  child.in().reset();  // closes it: the end of the input
  return child;
}
// #endregion start-encryption

// A child for each file; three with random input when there is none.
std::vector<Subprocess> start_encryptions(
    const std::vector<std::string>& files) {
  std::vector<Subprocess> children;
  for (const std::string& file : files) {
    children.push_back(start_encryption(Stream(open_file(file))));
  }
  if (files.empty()) {
    for (int i = 0; i < 3; ++i) children.push_back(encrypt_random_bytes());
  }
  return children;
}

}  // namespace

// #region encrypt
void encrypt(const std::vector<std::string>& files) {
  std::vector<Subprocess> children =
      start_encryptions(files);  // all of them run now
  for (Subprocess& child : children) {
    const Output output = child.communicate();
    fmt::print("{} encrypted bytes, {}\n", output.out.size(),
               output.status.text());
  }
}
// #endregion encrypt

// #region pipeline
void encrypt_and_digest(const std::vector<std::string>& files) {
  std::vector<Subprocess> encryptions = start_encryptions(files);
  std::vector<Subprocess> digests;
  for (Subprocess& encryption : encryptions) {
    digests.emplace_back(Argv{"openssl", "dgst", "-sha256", "-r"},
                         SpawnOptions{.in = Stream(std::move(encryption.out())),
                                      .out = Stream::pipe()});
  }
  for (std::size_t i = 0; i < digests.size(); ++i) {
    const Output digest = digests[i].communicate();
    fmt::print("{:.32}...  {}, {}\n", digest.out, encryptions[i].wait().text(),
               digest.status.text());
  }
}
// #endregion pipeline

}  // namespace workbook
