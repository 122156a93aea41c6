#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// Questions and answers of the domain name system, as bytes. No input or output
// here: what travels in a datagram is a string of bytes. Source: RFC 1035,
// section 4.

struct Ipv4 {
  std::array<std::uint8_t, 4> bytes{};
  bool operator==(const Ipv4&) const = default;
  std::string text() const;  // 192.0.2.1
};

// A message that breaks the format. Its text says how.
struct DnsFormatError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class DnsType : std::uint16_t { a = 1, cname = 5 };

struct DnsRecord {
  std::string name;
  DnsType type = DnsType::a;
  Ipv4 address;       // of an A record
  std::string alias;  // of a CNAME record: the name to look at instead
};

// What the server says about the question, besides its records.
enum class DnsStatus : std::uint8_t {
  ok = 0,
  format_error = 1,
  server_failure = 2,
  no_such_name = 3,
  not_implemented = 4,
  refused = 5,
};

struct DnsMessage {
  std::uint16_t id = 0;
  bool is_reply = false;
  bool is_truncated = false;  // there is more, over TCP
  DnsStatus status = DnsStatus::ok;
  std::string question;            // a name; type A, class IN
  std::vector<DnsRecord> records;  // answers of type A or CNAME, class IN
};

// A host name in lower case, without the dot at its end. Throws
// std::invalid_argument that names it when it cannot be one: empty, longer than
// 253 bytes, a label that is empty or longer than 63, or bytes other than
// letters, digits, '-' and '_'.
std::string to_host_name(std::string_view text);

// The bytes of a message. A truncated one has no records. Throws as
// to_host_name does.
std::string encode(const DnsMessage& message);

// Reads a message. Throws DnsFormatError: it ends too early, has bytes that are
// no name, a name that refers to itself, more or less than one question of type
// A and class IN, or an A record without four bytes.
DnsMessage decode(std::string_view bytes);

// The addresses of `name` among these, through its aliases. Empty if it has
// none, or the aliases lead in a circle.
std::vector<Ipv4> addresses_of(const std::string& name,
                               const std::vector<DnsRecord>& records);

}  // namespace workbook
