// Rejected: assert "while the workers are at it nobody polls"
//
// Tempting: fill() need not wait, so look at each worker in turn, for ever.
//
// Wrong: it burns a core to learn nothing, and a worker could have used it.
#include "chunked_map.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

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
    for (std::size_t i = 0; i < workers.size(); ++i) {
      if (!workers[i].fill(Channel::Wait::no))
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
