#include "14-green-threads/dns_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace workbook {
namespace {

constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_name = 253;
constexpr std::uint16_t class_in = 1;
constexpr std::uint16_t reply_flag = 0x8000;
constexpr std::uint16_t truncated_flag = 0x0200;
constexpr std::uint16_t recursion_flags = 0x0180;  // wanted, and available
constexpr std::uint16_t status_mask = 0x000f;
constexpr std::uint8_t pointer_mark = 0xc0;  // of a length: the two high bits
constexpr std::uint32_t time_to_live = 60;   // seconds

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// The labels of a valid name, one by one.
template <typename Function>
void for_each_label(std::string_view name, Function function) {
  while (!name.empty()) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    function(name.substr(0, dot));
    name.remove_prefix(std::min(dot + 1, name.size()));
  }
}

void put16(std::string& out, std::uint16_t number) {
  out += static_cast<char>(number >> 8);
  out += static_cast<char>(number & 0xff);
}

void put32(std::string& out, std::uint32_t number) {
  put16(out, static_cast<std::uint16_t>(number >> 16));
  put16(out, static_cast<std::uint16_t>(number));
}

void put_name(std::string& out, std::string_view name) {
  for_each_label(to_host_name(name), [&](std::string_view label) {
    out += static_cast<char>(label.size());
    out += label;
  });
  out += '\0';
}

void put_record(std::string& out, const DnsRecord& record) {
  put_name(out, record.name);
  put16(out, static_cast<std::uint16_t>(record.type));
  put16(out, class_in);
  put32(out, time_to_live);
  std::string data;
  if (record.type == DnsType::a) {
    data.assign(record.address.bytes.begin(), record.address.bytes.end());
  } else {
    put_name(data, record.alias);
  }
  put16(out, static_cast<std::uint16_t>(data.size()));
  out += data;
}

// Reads a message from front to back.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint16_t number16() {
    const std::uint16_t high = byte_at(at_);
    const std::uint16_t low = byte_at(at_ + 1);
    at_ += 2;
    return static_cast<std::uint16_t>(high << 8 | low);
  }

  std::string_view take(std::size_t size) {
    if (bytes_.size() - at_ < size) too_short();
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }

  std::string name();
  std::size_t at() const { return at_; }

 private:
  [[noreturn]] static void too_short() {
    throw DnsFormatError("the message ends too early");
  }
  std::uint8_t byte_at(std::size_t at) const {
    if (at >= bytes_.size()) too_short();
    return static_cast<std::uint8_t>(bytes_[at]);
  }

  const std::string_view bytes_;
  std::size_t at_ = 0;  // never behind the end
};

// #region name
// A name is a row of labels, each behind its length. In place of the rest there
// may be a pointer: to where, earlier in the message, the rest stands already.
// Each pointer must lead further to the front, so that this ends.
std::string Reader::name() {
  std::string name;
  std::size_t at = at_;
  std::size_t earliest = at_;
  bool has_jumped = false;
  for (;;) {
    const std::uint8_t length = byte_at(at++);
    if (length == 0) break;
    if ((length & pointer_mark) == pointer_mark) {
      const auto target = static_cast<std::size_t>(
          (length & ~pointer_mark) << 8 | byte_at(at++));
      if (!has_jumped) at_ = at;
      has_jumped = true;
      if (target >= earliest)
        throw DnsFormatError("a name refers to itself, or forward");
      at = earliest = target;
      continue;
    }
    if (length > longest_label)
      throw DnsFormatError("a label is longer than 63 bytes");
    if (!name.empty()) name += '.';
    for (std::size_t end = at + length; at < end; ++at)
      name += to_lower(static_cast<char>(byte_at(at)));
    if (name.size() > longest_name)
      throw DnsFormatError("a name is longer than 253 bytes");
  }
  if (!has_jumped) at_ = at;
  return name;
}
// #endregion name

DnsRecord to_record(Reader& reader, bool& is_wanted) {
  DnsRecord record;
  record.name = reader.name();
  const std::uint16_t type = reader.number16();
  const std::uint16_t record_class = reader.number16();
  reader.take(4);  // how long it may be kept
  const std::size_t size = reader.number16();
  const std::size_t end = reader.at() + size;
  record.type = static_cast<DnsType>(type);
  is_wanted = record_class == class_in &&
              (record.type == DnsType::a || record.type == DnsType::cname);
  if (is_wanted && record.type == DnsType::a) {
    if (size != record.address.bytes.size())
      throw DnsFormatError(
          fmt::format("an address has {} bytes instead of 4", size));
    const std::string_view data = reader.take(size);
    std::ranges::transform(data, record.address.bytes.begin(),
                           [](char c) { return static_cast<std::uint8_t>(c); });
  } else if (is_wanted) {
    record.alias = reader.name();
    if (reader.at() != end)
      throw DnsFormatError("an alias is longer or shorter than it says");
  } else {
    reader.take(size);
  }
  return record;
}

}  // namespace

std::string Ipv4::text() const {
  return fmt::format("{}", fmt::join(bytes, "."));
}

std::string to_host_name(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    throw std::invalid_argument(
        fmt::format("'{}' is no host name: {}", text, why));
  };
  std::string name(text.substr(0, text.size() - (text.ends_with('.') ? 1 : 0)));
  std::ranges::transform(name, name.begin(), to_lower);
  if (name.empty()) refuse("it is empty");
  if (name.size() > longest_name) refuse("it is longer than 253 bytes");
  if (name.ends_with('.')) refuse("a part between dots is empty");
  for_each_label(name, [&](std::string_view label) {
    if (label.empty()) refuse("a part between dots is empty");
    if (label.size() > longest_label) refuse("a part is longer than 63 bytes");
    if (!std::ranges::all_of(label, is_name_character))
      refuse("it has characters other than a-z, 0-9, '-' and '_'");
  });
  return name;
}

std::string encode(const DnsMessage& message) {
  std::uint16_t flags = recursion_flags & (message.is_reply ? 0xffff : 0xff00);
  if (message.is_reply) flags |= reply_flag;
  if (message.is_truncated) flags |= truncated_flag;
  flags |= static_cast<std::uint16_t>(message.status);
  const std::size_t records = message.is_truncated ? 0 : message.records.size();
  std::string out;
  put16(out, message.id);
  put16(out, flags);
  put16(out, 1);  // question
  put16(out, static_cast<std::uint16_t>(records));
  put32(out, 0);  // authorities, additional records
  put_name(out, message.question);
  put16(out, static_cast<std::uint16_t>(DnsType::a));
  put16(out, class_in);
  for (std::size_t i = 0; i < records; ++i) put_record(out, message.records[i]);
  return out;
}

DnsMessage decode(std::string_view bytes) {
  Reader reader(bytes);
  DnsMessage message;
  message.id = reader.number16();
  const std::uint16_t flags = reader.number16();
  message.is_reply = (flags & reply_flag) != 0;
  message.is_truncated = (flags & truncated_flag) != 0;
  message.status = static_cast<DnsStatus>(flags & status_mask);
  const std::uint16_t questions = reader.number16();
  const std::uint16_t records = reader.number16();
  reader.take(4);  // how many records follow those that we read
  if (questions != 1)
    throw DnsFormatError(
        fmt::format("a message has {} questions instead of 1", questions));
  message.question = reader.name();
  const auto type = static_cast<DnsType>(reader.number16());
  if (type != DnsType::a || reader.number16() != class_in)
    throw DnsFormatError("the question is not about an IPv4 address");
  if (message.is_truncated) return message;  // its records may be cut off
  for (std::uint16_t i = 0; i < records; ++i) {
    bool is_wanted = false;
    DnsRecord record = to_record(reader, is_wanted);
    if (is_wanted) message.records.push_back(std::move(record));
  }
  return message;
}

std::vector<Ipv4> addresses_of(const std::string& name,
                               const std::vector<DnsRecord>& records) {
  std::string owner = name;
  for (std::size_t hops = 0; hops <= records.size(); ++hops) {
    std::vector<Ipv4> addresses;
    const DnsRecord* alias = nullptr;
    for (const DnsRecord& record : records) {
      if (record.name != owner) continue;
      if (record.type == DnsType::a) addresses.push_back(record.address);
      if (record.type == DnsType::cname) alias = &record;
    }
    if (!addresses.empty() || alias == nullptr) return addresses;
    owner = alias->alias;
  }
  return {};  // the aliases lead in a circle
}

}  // namespace workbook
