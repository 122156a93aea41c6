// Rejected: assert "a message may come in many pieces"
//
// Tempting: there is news from this worker, so there is an answer.
//
// Wrong: a stream has no messages in it, only bytes. A large answer comes in
// pieces, and after the first of them there is nothing to take yet.
#include "chunked_map.hpp"

#include <poll.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "01-subprocess/exchange.hpp"
#include "15-process-pools/reader.hpp"

static void send(Channel& worker, const std::vector<long>& numbers) {
  worker.push(workbook::to_bytes(numbers));
  worker.flush(Channel::Wait::yes);
}

std::vector<long> chunked_map(std::vector<Channel>& workers,
                              const std::vector<long>& inputs,
                              std::size_t chunk) {
  if (chunk == 0) throw std::invalid_argument("a chunk holds at least one");
  if (workers.empty() && !inputs.empty())
    throw std::invalid_argument("there is nobody to do the work");
  std::vector<long> results(inputs.size());
  std::size_t next = 0;
  std::vector<std::optional<std::size_t>> begins(workers.size());
  const auto give = [&](std::size_t i) {
    begins[i].reset();
    if (next == inputs.size()) return;
    const std::size_t size = std::min(chunk, inputs.size() - next);
    const long* first = inputs.data() + next;
    send(workers[i], {first, first + size});
    begins[i] = next;
    next += size;
  };
  for (std::size_t i = 0; i < workers.size(); ++i) give(i);

  while (std::ranges::any_of(begins,
                             [](auto& each) { return each.has_value(); })) {
    std::vector<pollfd> news;
    for (const Channel& worker : workers)
      news.push_back({worker.fd(), POLLIN, 0});
    workbook::poll_until(news, std::nullopt);
    for (std::size_t i = 0; i < workers.size(); ++i) {
      if (news[i].revents == 0) continue;
      if (!workers[i].fill(Channel::Wait::yes))
        throw std::runtime_error("a worker has gone");
      const auto answer = workers[i].next();
      if (!answer) throw std::runtime_error("not an answer");
      const auto part = workbook::from_bytes<std::vector<long>>(*answer);
      if (part.size() != std::min(chunk, inputs.size() - *begins[i]))
        throw std::runtime_error("an answer has too few or too many numbers");
      std::ranges::copy(part, results.data() + *begins[i]);
      give(i);
    }
  }
  return results;
}
