// Rejected: timeout "results are in the order of the inputs"
//
// Tempting: receive() waits for an answer, so ask one worker after the other.
//
// Wrong: while it waits for the first, the second has long been idle, and
// whatever the first waits for is never handed out.
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
  std::vector<long> results;
  std::size_t next = 0;
  while (next < inputs.size()) {
    std::vector<Channel*> asked;
    for (Channel& worker : workers) {
      if (next == inputs.size()) break;
      const std::size_t size = std::min(chunk, inputs.size() - next);
      const long* first = inputs.data() + next;
      send(worker, {first, first + size});
      asked.push_back(&worker);
      next += size;
    }
    for (Channel* worker : asked) {
      const auto answer = worker->receive();
      if (!answer) throw std::runtime_error("a worker has gone");
      const auto part = workbook::from_bytes<std::vector<long>>(*answer);
      results.insert(results.end(), part.begin(), part.end());
    }
  }
  return results;
}
