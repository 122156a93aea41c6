// Rejected: assert "the last chunk may be smaller"
//
// Tempting: there are inputs.size() / chunk chunks.
//
// Wrong: the division rounds down. What does not fill a chunk is never sent.
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
  std::vector<long> results(inputs.size());
  std::size_t next = 0;
  std::vector<std::optional<std::size_t>> begins(workers.size());
  const auto give = [&](std::size_t i) {
    begins[i].reset();
    if (next == inputs.size() / chunk) return;
    const long* first = inputs.data() + next * chunk;
    send(workers[i], {first, first + chunk});
    begins[i] = next * chunk;
    ++next;
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
      if (const auto answer = workers[i].next()) {
        std::ranges::copy(workbook::from_bytes<std::vector<long>>(*answer),
                          results.data() + *begins[i]);
        give(i);
      }
    }
  }
  return results;
}
