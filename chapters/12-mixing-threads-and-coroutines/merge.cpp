#include "12-mixing-threads-and-coroutines/merge.hpp"

#include <algorithm>

namespace workbook {

class Merge::Step {
 public:
  Step(const MergeOptions& options, const char* what, const Tail& tail)
      : watch_(options.watch) {
    if (watch_) watch_(what + (' ' + tail.path().filename().string()));
  }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  ~Step() {
    if (watch_) watch_({});
  }

 private:
  const std::function<void(const std::string&)>& watch_;
};

Piece Merge::read(Tail& tail) {
  const Step step(options_, "read", tail);
  if (stop_requested()) tail.finish();
  Piece piece = tail.read();
  const auto now = Clock::now();
  if (piece.state == Piece::State::more) {
    last_piece_ = now;
  } else if (options_.until_idle &&
             now - last_piece_.load() >= *options_.until_idle) {
    request_stop();
  }
  return piece;
}

void Merge::write(const Tail& tail, const Piece& piece) {
  const Step step(options_, "write", tail);
  if (!piece.news.empty() && options_.tell)
    options_.tell(tail.path().string() + ": " + piece.news);
  output_.write(piece.lines);
  Count& count = counts_[tail.path()];
  count.lines += std::ranges::count(piece.lines, '\n');
  count.bytes += piece.lines.size();
}

void Merge::fail(std::exception_ptr error) {
  {
    const std::lock_guard lock(mutex_);
    if (!first_error_) first_error_ = std::move(error);
  }
  request_stop();
}

void Merge::rethrow() const {
  const std::lock_guard lock(mutex_);
  if (first_error_) std::rethrow_exception(first_error_);
}

}  // namespace workbook
