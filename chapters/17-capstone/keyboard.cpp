#include "17-capstone/keyboard.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "01-subprocess/exchange.hpp"

namespace workbook {
namespace {

struct Decoded {
  std::optional<Key> key;
  std::size_t bytes;
};

Decoded decode_escape(std::string_view bytes) {
  if (bytes.size() == 1) return {Key{keys::escape}, 1};
  if (bytes[1] != '[' && bytes[1] != 'O') return {Key{keys::escape}, 1};
  std::size_t end = 2;
  while (end < bytes.size() && (bytes[end] < '@' || bytes[end] > '~')) ++end;
  if (end == bytes.size()) return {std::nullopt, end};
  const std::string_view parameters = bytes.substr(2, end - 2);
  std::optional<Key> key;
  switch (bytes[end]) {
    case 'A':
      key = Key{keys::up};
      break;
    case 'B':
      key = Key{keys::down};
      break;
    case 'H':
      key = Key{keys::home};
      break;
    case 'F':
      key = Key{keys::end};
      break;
    case '~':
      if (parameters == "5") key = Key{keys::page_up};
      if (parameters == "6") key = Key{keys::page_down};
      if (parameters == "1") key = Key{keys::home};
      if (parameters == "4") key = Key{keys::end};
      break;
    default:
      break;
  }
  return {key, end + 1};
}

Decoded decode_letter(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead == '\n') return {Key{keys::enter}, 1};
  if (lead == '\b') return {Key{keys::backspace}, 1};
  if (lead < 0x80) return {Key{lead}, 1};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || bytes.size() < length) return {std::nullopt, 1};
  char32_t code = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i)
    code = (code << 6) | (static_cast<unsigned char>(bytes[i]) & 0x3fU);
  return {Key{code}, length};
}

}  // namespace

std::vector<Key> decode_keys(std::string_view bytes) {
  std::vector<Key> keys;
  while (!bytes.empty()) {
    const Decoded decoded =
        bytes[0] == '\033' ? decode_escape(bytes) : decode_letter(bytes);
    if (decoded.key) keys.push_back(*decoded.key);
    bytes.remove_prefix(decoded.bytes);
  }
  return keys;
}

Keyboard::Keyboard(std::function<void(Key)> heard)
    : heard_(std::move(heard)),
      thread_([this](const std::stop_token& stop) { listen(stop); }) {}

void Keyboard::pause() {
  paused_ = true;
  wake_.wake();
}
void Keyboard::resume() {
  paused_ = false;
  wake_.wake();
}

// #region listen
void Keyboard::listen(const std::stop_token& stop) {
  const std::stop_callback wake_to_stop(stop, [this] { wake_.wake(); });
  bool open = true;
  while (!stop.stop_requested()) {
    std::array<pollfd, 2> ready = {
        {{paused_ || !open ? -1 : STDIN_FILENO, POLLIN, 0},
         {wake_.fd(), POLLIN, 0}}};
    poll_until(ready, std::nullopt);
    if (ready[1].revents != 0) {
      wake_.reset();
      continue;  // stopped, paused or resumed: look again
    }
    std::array<char, 256> bytes{};
    const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count <= 0) {
      open = false;  // nobody will type any more; SIGHUP tells the loop
      continue;
    }
    for (const Key key :
         decode_keys({bytes.data(), static_cast<std::size_t>(count)}))
      heard_(key);
  }
}
// #endregion listen

}  // namespace workbook
