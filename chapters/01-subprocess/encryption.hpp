#pragma once

#include <string>
#include <vector>

namespace workbook {

// Encrypts the files, or three pieces of random data, each in an openssl child
// of its own; all run at once.
void encrypt(const std::vector<std::string>& files);

// The same, with a second child for each that digests what the first one
// writes.
void encrypt_and_digest(const std::vector<std::string>& files);

}  // namespace workbook
