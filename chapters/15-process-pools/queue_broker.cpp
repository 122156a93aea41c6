#include "15-process-pools/queue_broker.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "01-subprocess/exchange.hpp"
#include "15-process-pools/channel.hpp"
#include "15-process-pools/queue_end.hpp"
#include "workbook/errno_error.hpp"

namespace workbook {
namespace {

constexpr std::size_t longest = 256 * 1024;  // of a request or an answer
constexpr char yes = 'y';
constexpr char no = 'n';

// The next message, or nothing at the end. A message arrives whole or not at
// all: that is what a SOCK_SEQPACKET is.
std::optional<std::string> receive(const UniqueFd& socket) {
  std::string message(longest, '\0');
  for (;;) {
    const ssize_t size =
        ::recv(socket.get(), message.data(), message.size(), 0);
    if (size > 0) {
      message.resize(static_cast<std::size_t>(size));
      return message;
    }
    if (size == 0 || errno == ECONNRESET) return std::nullopt;
    if (errno != EINTR) throw_errno("recv");
  }
}

bool send(const UniqueFd& socket, std::string_view message) {
  for (;;) {
    if (::send(socket.get(), message.data(), message.size(), MSG_NOSIGNAL) >= 0)
      return true;
    if (errno == EPIPE || errno == ECONNRESET) return false;
    if (errno != EINTR) throw_errno("send to a queue");
  }
}

}  // namespace

std::optional<std::string> ask_broker(const UniqueFd& broker, QueueCall call,
                                      std::string_view what) {
  std::string request(1, static_cast<char>(call));
  request += what;
  std::optional<std::string> answer;
  if (send(broker, request)) answer = receive(broker);
  if (!answer) throw std::runtime_error("the queue is gone");
  if (answer->front() == no) return std::nullopt;
  return answer->substr(1);
}

QueueBroker::QueueBroker(std::size_t capacity, std::size_t ends)
    : capacity_(capacity),
      stop_(check_errno(::eventfd(0, EFD_CLOEXEC), "eventfd")) {
  if (capacity == 0)
    throw std::invalid_argument("a queue has room for at least one item");
  for (std::size_t i = 0; i < ends; ++i) {
    auto [ours, theirs] = socket_pair(SOCK_SEQPACKET);
    clients_.push_back({std::move(ours)});
    ends_.push_back(std::move(theirs));
  }
  thread_ = std::jthread([this] { serve(); });
}

QueueBroker::~QueueBroker() {
  ::eventfd_write(stop_.get(), 1);
  thread_.join();
}

UniqueFd QueueBroker::take_end() {
  if (ends_.empty()) throw std::logic_error("the queue has no more ends");
  UniqueFd end = std::move(ends_.back());
  ends_.pop_back();
  return end;
}

// #region serve
void QueueBroker::serve() {
  for (;;) {
    std::vector<pollfd> news = {{stop_.get(), POLLIN, 0}};
    for (const Client& client : clients_)
      news.push_back({client.socket.get(), POLLIN, 0});
    poll_until(news, std::nullopt);
    if (news[0].revents != 0) break;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      if (news[i + 1].revents != 0 && !hear(clients_[i])) bury(clients_[i]);
    }
    std::erase_if(clients_,
                  [](const Client& client) { return !client.socket; });
    answer_all();
  }
  clients_.clear();
}
// #endregion serve

// Returns false when the client has gone, or does not keep to the rules: one
// request at a time.
bool QueueBroker::hear(Client& client) {
  auto request = receive(client.socket);
  if (!request || !client.request.empty()) return false;
  client.request = std::move(*request);
  return true;
}

// #region bury
void QueueBroker::bury(Client& client) {
  client.socket.reset();
  client.request.clear();
  items_.insert(items_.begin(), client.held.begin(), client.held.end());
  client.held.clear();
}
// #endregion bury

// An answer may be what another client waits for.
void QueueBroker::answer_all() {
  bool has_answered = true;
  while (has_answered) {
    has_answered = false;
    for (Client& client : clients_) {
      if (!client.request.empty() && answer(client)) has_answered = true;
    }
  }
}

// #region answer
// Returns false while the client has to wait.
bool QueueBroker::answer(Client& client) {
  std::string said(1, yes);
  switch (static_cast<QueueCall>(client.request.front())) {
    case QueueCall::push:
      if (!is_closed_ && items_.size() >= capacity_) return false;
      if (is_closed_) {
        said = no;
        break;
      }
      items_.push_back(client.request.substr(1));
      ++unfinished_;
      break;
    case QueueCall::pop:
      if (!items_.empty()) {
        client.held.push_back(std::move(items_.front()));
        items_.pop_front();
        said += client.held.back();
      } else if (is_closed_ && nobody_holds_any()) {
        said = no;
      } else {
        return false;
      }
      break;
    case QueueCall::done:
      if (client.held.empty()) {
        said = no;
        break;
      }
      client.held.pop_front();
      --unfinished_;
      break;
    case QueueCall::join:
      if (unfinished_ > 0) return false;
      break;
    case QueueCall::close:
      is_closed_ = true;
      break;
    default:
      said = no;
  }
  client.request.clear();
  send(client.socket, said);  // whether it is alive we hear above
  return true;
}
// #endregion answer

// An item that is held comes back if its holder ends. Of one that waits for
// another item before it says that it is done, nothing comes.
bool QueueBroker::nobody_holds_any() const {
  return std::ranges::all_of(clients_, [](const Client& client) {
    return client.held.empty() || !client.request.empty();
  });
}

}  // namespace workbook
