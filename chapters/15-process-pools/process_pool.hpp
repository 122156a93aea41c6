#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <list>
#include <ranges>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "15-process-pools/pool_errors.hpp"
#include "15-process-pools/worker.hpp"

namespace workbook {

struct MapOptions {
  std::size_t chunk = 1;  // arguments that a worker gets at a time

  // Chunks that may be handed out and not yet consumed. What comes back before
  // its turn waits in memory, so this bounds the memory too.
  std::size_t window = 64;
};

// Calls functions in a fixed number of processes, which are this program,
// started again. Its main() begins with serve_if_worker().
//
//   ProcessPool pool(2, functions);
//   std::vector<long> results = pool.map(gcd, pairs);
//
// Not for use from two threads at once.
class ProcessPool {
 public:
  // Throws std::invalid_argument when `workers` is 0, std::system_error when
  // no process can be started.
  ProcessPool(std::size_t workers, Functions functions);

  // Kills the workers, whatever they do, and waits for them: no zombie stays,
  // no descriptor. What a call printed before it returned is out.
  ~ProcessPool() = default;

  // Calls function(input) for each input and returns what the calls returned,
  // in the order of the inputs. Throws what the first input, in their order,
  // came to: RemoteError, WorkerDied, or BadMessage when a worker answered
  // nonsense. Nothing of a call that threw runs on: workers that were still at
  // it are killed, and the next call starts others.
  template <typename Result, typename Argument,
            typename Inputs = std::vector<std::remove_cvref_t<Argument>>>
  std::vector<Result> map(Result (*function)(Argument), Inputs&& inputs,
                          std::size_t chunk = 1);

  // The same, and calls consumer(result) for each as soon as it is its turn.
  // Takes inputs only as they are needed.
  template <typename Result, typename Argument,
            typename Inputs = std::vector<std::remove_cvref_t<Argument>>,
            typename Consumer>
  void map_each(Result (*function)(Argument), Inputs&& inputs,
                Consumer consumer, MapOptions options = {});

  // Of the workers that are there now.
  std::vector<pid_t> process_ids() const;

 private:
  // Writes the arguments of the next chunk; returns how many, 0 at the end.
  using Feed = std::function<std::size_t(Writer&)>;
  // Takes the answer to a chunk: the index of its first argument, how many
  // there are, what the worker said.
  using Consume = std::function<void(std::size_t, std::size_t, Reader&)>;

  class Call;

  void run(const std::string& function, std::size_t window, const Feed& feed,
           const Consume& consume);

  const std::size_t size_;
  const Functions functions_;
  std::uint64_t next_number_ = 0;  // of a chunk
  std::list<Worker> workers_;      // fewer than size_ after some have died
};

template <typename Result, typename Argument, typename Inputs>
std::vector<Result> ProcessPool::map(Result (*function)(Argument),
                                     Inputs&& inputs, std::size_t chunk) {
  std::vector<Result> results;
  map_each(function, inputs,
           [&](Result&& result) { results.push_back(std::move(result)); },
           {.chunk = chunk, .window = std::numeric_limits<std::size_t>::max()});
  return results;
}

// #region map-each
template <typename Result, typename Argument, typename Inputs,
          typename Consumer>
void ProcessPool::map_each(Result (*function)(Argument), Inputs&& inputs,
                           Consumer consumer, MapOptions options) {
  if (options.chunk == 0 || options.window == 0)
    throw std::invalid_argument("a chunk and a window hold at least one");
  auto next = std::ranges::begin(inputs);
  const auto end = std::ranges::end(inputs);
  const auto feed = [&](Writer& request) {
    std::size_t count = 0;
    for (; count < options.chunk && next != end; ++count, ++next) {
      const std::remove_cvref_t<Argument>& argument = *next;
      request.write(argument);
    }
    return count;
  };
  const auto consume = [&](std::size_t first, std::size_t count,
                           Reader& answer) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!answer.read<bool>()) {
        const auto type = answer.read<std::string>();
        throw RemoteError(type, answer.read<std::string>(), first + i);
      }
      consumer(answer.read<Result>());
    }
    if (!answer.rest().empty()) throw BadMessage("the answer is too long");
  };
  run(functions_.name_of(function), options.window, feed, consume);
}
// #endregion map-each

}  // namespace workbook
