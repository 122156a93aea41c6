#include "14-green-threads/dns_message.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using workbook::addresses_of;
using workbook::decode;
using workbook::DnsFormatError;
using workbook::DnsMessage;
using workbook::DnsRecord;
using workbook::DnsStatus;
using workbook::DnsType;
using workbook::encode;
using workbook::Ipv4;
using workbook::to_host_name;

namespace {

// Bytes, also zeros.
template <std::size_t Size>
std::string bytes(const char (&text)[Size]) {  // NOLINT: a literal
  return std::string(text, Size - 1);
}

// The question for "a.test", as a resolver sends it.
const std::string question = bytes(
    "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
    "\x01"
    "a\x04test\x00\x00\x01\x00\x01");

// The beginning of a reply with so many answers.
std::string reply_with(char answers) {
  std::string reply = question;
  reply[2] = '\x81';
  reply[3] = '\x80';
  reply[7] = answers;
  return reply;
}

constexpr std::size_t name_at = 12;

const std::string a_record =
    bytes("\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x01");

}  // namespace

TEST_CASE("a question has the bytes that RFC 1035 says") {
  DnsMessage message;
  message.id = 0x1234;
  message.question = "A.test.";
  CHECK(encode(message) == question);
}

TEST_CASE("a reply is read with its name compressed") {
  const DnsMessage reply = decode(reply_with(1) + a_record);
  CHECK(reply.id == 0x1234);
  CHECK(reply.is_reply);
  CHECK_FALSE(reply.is_truncated);
  CHECK(reply.status == DnsStatus::ok);
  CHECK(reply.question == "a.test");
  REQUIRE(reply.records.size() == 1);
  CHECK(reply.records[0].name == "a.test");
  CHECK(reply.records[0].address.text() == "192.0.2.1");
}

TEST_CASE("what is encoded is decoded to the same") {
  DnsMessage message;
  message.id = 65'535;
  message.is_reply = true;
  message.status = DnsStatus::server_failure;
  message.question = "www.example.test";
  message.records = {{"www.example.test", DnsType::cname, {}, "x.test"},
                     {"x.test", DnsType::a, {{1, 2, 3, 255}}, {}}};
  const DnsMessage again = decode(encode(message));
  CHECK(again.id == message.id);
  CHECK(again.is_reply);
  CHECK(again.status == message.status);
  CHECK(again.question == message.question);
  REQUIRE(again.records.size() == 2);
  CHECK(again.records[0].alias == "x.test");
  CHECK(again.records[1].address == Ipv4{{1, 2, 3, 255}});
}

TEST_CASE("names are read in lower case") {
  std::string reply = reply_with(1) + a_record;
  reply[name_at + 1] = 'A';
  CHECK(decode(reply).question == "a.test");
}

TEST_CASE("a message that is cut anywhere is refused") {
  const std::string whole = reply_with(1) + a_record;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_THROWS_WITH_AS(decode(whole.substr(0, size)),
                         "the message ends too early", DnsFormatError);
  }
}

TEST_CASE("a name that refers to itself is refused") {
  std::string reply = reply_with(1) + a_record;
  reply.replace(question.size(), 2,
                std::string("\xc0") + char(question.size()));
  CHECK_THROWS_WITH_AS(decode(reply), "a name refers to itself, or forward",
                       DnsFormatError);
}

TEST_CASE("two names that refer to each other are refused") {
  const auto at = static_cast<char>(question.size());
  const std::string loop = bytes("\x01x\xc0") + at;  // x, and then itself again
  CHECK_THROWS_WITH_AS(decode(reply_with(1) + loop + a_record.substr(2)),
                       "a name refers to itself, or forward", DnsFormatError);
}

TEST_CASE("a name that refers forward is refused") {
  std::string reply = reply_with(1) + a_record;
  reply.replace(question.size(), 2, "\xc0\x7f");
  CHECK_THROWS_AS(decode(reply), DnsFormatError);
}

TEST_CASE("a label longer than 63 bytes is refused") {
  std::string reply = reply_with(1) + a_record;
  for (const char length : {'\x40', '\x7f', '\x80', '\xbf'}) {
    reply[name_at] = length;
    CHECK_THROWS_WITH_AS(decode(reply), "a label is longer than 63 bytes",
                         DnsFormatError);
  }
}

TEST_CASE("a name longer than 253 bytes is refused") {
  std::string reply = question.substr(0, name_at);
  for (int i = 0; i < 5; ++i) reply += '\x3f' + std::string(63, 'x');
  reply += bytes("\x00\x00\x01\x00\x01");
  CHECK_THROWS_WITH_AS(decode(reply), "a name is longer than 253 bytes",
                       DnsFormatError);
}

TEST_CASE("a message without one question for an address is refused") {
  std::string none = question;
  none[5] = 0;
  CHECK_THROWS_WITH(decode(none), "a message has 0 questions instead of 1");
  std::string other_type = question;
  other_type[question.size() - 3] = 28;  // IPv6
  CHECK_THROWS_WITH(decode(other_type),
                    "the question is not about an IPv4 address");
}

TEST_CASE("an address of other than four bytes is refused") {
  std::string reply = reply_with(1) + a_record;
  reply[reply.size() - 5] = 3;
  CHECK_THROWS_WITH(decode(reply), "an address has 3 bytes instead of 4");
}

TEST_CASE("an alias that is longer than it says is refused") {
  std::string record = a_record.substr(0, 10) + bytes("\x00\x01\xc0\x0c");
  record[3] = 5;
  CHECK_THROWS_WITH(decode(reply_with(1) + record),
                    "an alias is longer or shorter than it says");
}

TEST_CASE("records of other types are passed over") {
  std::string other = a_record;
  other[3] = 16;  // TXT
  const DnsMessage reply = decode(reply_with(2) + other + a_record);
  CHECK(reply.records.size() == 1);
}

TEST_CASE("a truncated reply says so and its records are not read") {
  std::string reply = reply_with(9);
  reply[2] = static_cast<char>(reply[2] | 2);
  const DnsMessage message = decode(reply);
  CHECK(message.is_truncated);
  CHECK(message.records.empty());
}

TEST_CASE("the status is that of the server") {
  std::string reply = reply_with(0);
  reply[3] = static_cast<char>(reply[3] | 3);
  CHECK(decode(reply).status == DnsStatus::no_such_name);
}

TEST_CASE("addresses are found through aliases in any order") {
  const std::vector<DnsRecord> records = {
      {"c.test", DnsType::a, {{1, 1, 1, 1}}, {}},
      {"b.test", DnsType::cname, {}, "c.test"},
      {"other.test", DnsType::a, {{6, 6, 6, 6}}, {}},
      {"a.test", DnsType::cname, {}, "b.test"},
      {"c.test", DnsType::a, {{2, 2, 2, 2}}, {}}};
  CHECK(addresses_of("a.test", records) ==
        std::vector<Ipv4>{{{1, 1, 1, 1}}, {{2, 2, 2, 2}}});
  CHECK(addresses_of("nobody.test", records).empty());
}

TEST_CASE("aliases that lead in a circle have no address") {
  CHECK(addresses_of("a.test", {{"a.test", DnsType::cname, {}, "b.test"},
                                {"b.test", DnsType::cname, {}, "a.test"}})
            .empty());
}

TEST_CASE("a host name is lower case and has no dot at its end") {
  CHECK(to_host_name("WWW.Example.test.") == "www.example.test");
  CHECK(to_host_name("a") == "a");
}

TEST_CASE("what cannot be a host name is refused with the reason") {
  const auto refusal = [](const std::string& name) -> std::string {
    try {
      to_host_name(name);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refusal("") == "'' is no host name: it is empty");
  CHECK(refusal(".") == "'.' is no host name: it is empty");
  CHECK(refusal("a..b") ==
        "'a..b' is no host name: a part between dots is empty");
  CHECK(refusal("a..") ==
        "'a..' is no host name: a part between dots is empty");
  CHECK(refusal(".a") == "'.a' is no host name: a part between dots is empty");
  CHECK(refusal("a b").find("characters other than") != std::string::npos);
  CHECK(refusal(std::string(64, 'x')).find("longer than 63") !=
        std::string::npos);
  CHECK(refusal(std::string(254, 'x')).find("longer than 253") !=
        std::string::npos);
  CHECK(refusal(std::string(63, 'x')).empty());
}
