// Rejected: timeout "results are in the order of the inputs"
//
// Tempting: with n workers, the chunks 0, n, 2n ... are the first one's, and so
// on. Nothing has to be decided while it runs.
//
// Wrong: the shares are equal, the work is not. What lies behind a long chunk
// waits, although another worker has nothing to do.
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
  std::vector<std::optional<std::size_t>> begins(workers.size());
  std::size_t unanswered = 0;
  const auto give = [&](std::size_t i, std::size_t from) {
    begins[i].reset();
    if (from >= inputs.size()) return;
    const std::size_t size = std::min(chunk, inputs.size() - from);
    const long* first = inputs.data() + from;
    send(workers[i], {first, first + size});
    begins[i] = from;
    ++unanswered;
  };
  for (std::size_t i = 0; i < workers.size(); ++i) give(i, i * chunk);
  while (unanswered > 0) {
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
        --unanswered;
        give(i, *begins[i] + workers.size() * chunk);
      }
    }
  }
  return results;
}
