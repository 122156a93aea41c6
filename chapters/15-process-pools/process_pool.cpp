#include "15-process-pools/process_pool.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>
#include <optional>

#include "01-subprocess/exchange.hpp"

namespace workbook {
namespace {

using Clock = std::chrono::steady_clock;
using Wait = Channel::Wait;

// A worker that is quick has chunks sent ahead, so that it need not wait for us
// in between: as many as it does in this time, if they all take what its last
// one took. Behind longer ones no chunk shall wait while another worker is
// idle.
constexpr std::chrono::milliseconds ahead(1);
constexpr std::chrono::nanoseconds::rep most_ahead = 15;

struct Chunk {
  std::size_t first;  // index of its first argument
  std::size_t count;
  bool is_answered = false;
  std::string answer = {};
  std::exception_ptr failure = nullptr;  // in place of an answer
};

// A worker during one call, and the chunks that it has, by number; it is at the
// first of them.
struct Lane {
  std::list<Worker>::iterator worker;
  std::deque<std::uint64_t> chunks = {};
  Clock::time_point since = {};  // when it began the first
  std::size_t room = 1;          // chunks that it may have
};

}  // namespace

// One call of map. It hands out chunks, sleeps until there is news of any
// worker, and has the answers consumed in order.
class ProcessPool::Call {
 public:
  Call(std::list<Worker>& workers, std::size_t size, std::uint64_t& number)
      : workers_(workers), size_(size), front_(number) {
    for (auto worker = workers.begin(); worker != workers.end(); ++worker)
      lanes_.push_back({worker});
  }

  // Kills the workers that are still at it: those of a call that threw.
  ~Call() {
    front_ += chunks_.size();  // no later call uses these numbers
    for (const Lane& lane : lanes_) {
      if (!lane.chunks.empty()) workers_.erase(lane.worker);
    }
  }

  // #region run
  void run(const std::string& function, std::size_t window, const Feed& feed,
           const Consume& consume) {
    for (;;) {
      while (has_more_ && chunks_.size() < window) {
        Lane* lane = next_with_room();
        if (lane == nullptr) break;
        hand_out(*lane, function, feed);
      }
      while (!chunks_.empty() && chunks_.front().is_answered) {
        const Chunk chunk = std::move(chunks_.front());
        chunks_.pop_front();
        ++front_;
        if (chunk.failure) std::rethrow_exception(chunk.failure);
        Reader answer(chunk.answer);
        consume(chunk.first, chunk.count, answer);
      }
      if (chunks_.empty() && !has_more_) return;
      if (!chunks_.empty()) wait_for_news();
    }
  }
  // #endregion run

 private:
  Lane* next_with_room() {
    if (lanes_.size() < size_) {
      workers_.emplace_back();
      lanes_.push_back({std::prev(workers_.end())});
    }
    const auto idlest = std::ranges::min_element(
        lanes_, {}, [](const Lane& lane) { return lane.chunks.size(); });
    return idlest->chunks.size() < idlest->room ? &*idlest : nullptr;
  }

  void hand_out(Lane& lane, const std::string& function, const Feed& feed);
  void wait_for_news();
  bool hear(Lane& lane, bool has_ended);
  void take_answer(Lane& lane, std::string_view message);
  void bury(Lane& lane, std::exception_ptr failure);

  std::list<Worker>& workers_;
  const std::size_t size_;
  std::list<Lane> lanes_;
  std::deque<Chunk> chunks_;   // handed out and not consumed, in order
  std::uint64_t& front_;       // the number of chunks_.front()
  std::size_t arguments_ = 0;  // handed out
  bool has_more_ = true;       // to hand out
};

// #region hand-out
void ProcessPool::Call::hand_out(Lane& lane, const std::string& function,
                                 const Feed& feed) {
  const std::uint64_t number = front_ + chunks_.size();
  Writer request;
  request.write(number);
  request.write(function);
  const std::size_t count = feed(request);
  if (count == 0) {
    has_more_ = false;
    return;
  }
  // Before it is sent, or one that was answered meanwhile would seem quick.
  if (lane.chunks.empty()) lane.since = Clock::now();
  lane.worker->channel.push(request.bytes);
  lane.worker->channel.flush(Wait::no);  // whether it is alive we hear below
  chunks_.push_back({arguments_, count});
  arguments_ += count;
  lane.chunks.push_back(number);
}
// #endregion hand-out

// #region wait-for-news
void ProcessPool::Call::wait_for_news() {
  std::vector<pollfd> news;
  for (const Lane& lane : lanes_) {
    const Channel& channel = lane.worker->channel;
    const int events = channel.has_unsent() ? POLLIN | POLLOUT : POLLIN;
    news.push_back({channel.fd(), static_cast<short>(events), 0});
    news.push_back({lane.worker->process.ended().get(), POLLIN, 0});
  }
  poll_until(news, std::nullopt);

  auto each = news.begin();
  for (auto lane = lanes_.begin(); lane != lanes_.end(); each += 2) {
    const auto here = lane++;  // `here` may be gone soon
    if ((each[0].revents & POLLOUT) != 0) here->worker->channel.flush(Wait::no);
    const bool has_ended = each[1].revents != 0;
    if (!has_ended && (each[0].revents & ~POLLOUT) == 0) continue;
    std::exception_ptr failure;
    try {
      if (hear(*here, has_ended)) continue;
    } catch (const BadMessage&) {
      failure = std::current_exception();
    }
    bury(*here, failure);
    lanes_.erase(here);
  }
}
// #endregion wait-for-news

// Takes what the worker answered. Returns false when it has gone. What it sent
// before it ended is still there to be read.
bool ProcessPool::Call::hear(Lane& lane, bool has_ended) {
  Channel& channel = lane.worker->channel;
  for (;;) {
    const std::optional<std::size_t> count = channel.fill(Wait::no);
    while (const auto message = channel.next()) take_answer(lane, *message);
    if (!count) return false;
    if (!has_ended || *count == 0) return !has_ended;
  }
}

void ProcessPool::Call::take_answer(Lane& lane, std::string_view message) {
  Reader reader(message);
  const auto number = reader.read<std::uint64_t>();
  if (lane.chunks.empty() || number != lane.chunks.front())
    throw BadMessage("a worker answered what it was not asked");
  if (!reader.read<bool>()) has_more_ = false;  // one threw: begin no more
  Chunk& chunk = chunks_[number - front_];
  chunk.answer = reader.rest();
  chunk.is_answered = true;
  lane.chunks.pop_front();

  const Clock::time_point now = Clock::now();
  const std::chrono::nanoseconds took = now - std::exchange(lane.since, now);
  const auto fit = ahead / std::max(took, std::chrono::nanoseconds(1));
  lane.room = 1 + static_cast<std::size_t>(std::min(fit, most_ahead));
}

// #region bury
// A worker that closed its socket, or sends nonsense, may be alive.
void ProcessPool::Call::bury(Lane& lane, std::exception_ptr failure) {
  lane.worker->process.kill();
  const ExitStatus status = lane.worker->process.wait();
  if (!lane.chunks.empty()) {
    Chunk& chunk = chunks_[lane.chunks.front() - front_];
    if (!failure) {
      failure =
          std::make_exception_ptr(WorkerDied(status, chunk.first, chunk.count));
    }
    chunk.failure = failure;
    chunk.is_answered = true;
    has_more_ = false;
  }
  workers_.erase(lane.worker);
}
// #endregion bury

ProcessPool::ProcessPool(std::size_t workers, Functions functions)
    : size_(workers), functions_(std::move(functions)) {
  if (workers == 0)
    throw std::invalid_argument("a pool has at least one worker");
  while (workers_.size() < size_) workers_.emplace_back();
}

void ProcessPool::run(const std::string& function, std::size_t window,
                      const Feed& feed, const Consume& consume) {
  // Whoever died in the meantime is not asked.
  workers_.remove_if([](Worker& worker) { return worker.process.poll(); });
  try {
    Call(workers_, size_, next_number_).run(function, window, feed, consume);
  } catch (const BadMessage&) {
    workers_.clear();  // one of them cannot be trusted
    throw;
  }
}

std::vector<pid_t> ProcessPool::process_ids() const {
  std::vector<pid_t> ids;
  for (const Worker& worker : workers_) ids.push_back(worker.process.pid());
  return ids;
}

}  // namespace workbook
