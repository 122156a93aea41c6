#include "14-green-threads/green_loop.hpp"

#include <algorithm>

namespace workbook {

// The place where a green thread waits: it is there as long as its stack is,
// also when that is unwound.
class GreenLoop::Waiting {
 public:
  // #region waiting
  Waiting(GreenLoop& loop, Time limit, int fd, short events)
      : loop_(loop),
        id_(loop.reactor_.wait(
            limit,
            [this, &loop, state = loop.running_](bool came) {
              came_ = came;
              loop.go_on(*state);
            },
            fd, events)) {}
  // #endregion waiting
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    loop_.reactor_.cancel(id_);
    if (wakers_ != nullptr) std::erase(*wakers_, id_);
  }

  void let_wake(std::vector<Reactor::Id>& wakers) {
    wakers_ = &wakers;
    wakers.push_back(id_);
  }

  bool came() const { return came_; }

 private:
  GreenLoop& loop_;
  bool came_ = false;
  const Reactor::Id id_;
  std::vector<Reactor::Id>* wakers_ = nullptr;
};

void GreenLoop::check_can_wait() const {
  const GreenThread* const current = GreenThread::current();
  // While it is unwound its state has it no longer.
  if (current == nullptr || running_ == nullptr ||
      (running_->thread && running_->thread.get() != current))
    throw std::logic_error("only a green thread of this loop can wait");
}

// #region wait
bool GreenLoop::wait(Time limit, int fd, short events,
                     std::vector<Reactor::Id>* wakers) {
  check_can_wait();
  Waiting waiting(*this, limit, fd, events);
  if (wakers != nullptr) waiting.let_wake(*wakers);
  GreenThread::suspend();
  return waiting.came();
}
// #endregion wait

// #region yield
void GreenLoop::yield() {
  check_can_wait();
  reactor_.post([this, state = running_] { go_on(*state); });
  GreenThread::suspend();
}
// #endregion yield

void GreenLoop::start(std::shared_ptr<GreenState> state) {
  GreenState& started = *state;
  started.loop = this;
  started.number = ++last_number_;
  threads_.emplace(started.number, std::move(state));
  reactor_.post([this, &started] { go_on(started); });
}

// #region go-on
void GreenLoop::go_on(GreenState& state) {
  running_ = &state;
  state.thread->resume();
  running_ = nullptr;
  if (!state.thread->done()) return;

  const auto ended = threads_.extract(state.number);
  state.error = state.thread->error();
  state.thread.reset();
  state.is_done = true;
  if (state.error) remember_failure(ended.mapped());
  for (const Reactor::Id joiner : state.joiners) reactor_.wake(joiner);
  if (&state == main_) stop_all();  // before another one runs
}
// #endregion go-on

void GreenLoop::remember_failure(std::shared_ptr<GreenState> state) {
  std::erase_if(failed_, [](const auto& failed) { return failed->is_joined; });
  failed_.push_back(std::move(state));
}

bool GreenLoop::join(GreenState& state, Time limit) {
  if (!state.is_done) wait(limit, -1, 0, &state.joiners);
  if (state.is_done) state.is_joined = true;
  return state.is_done;
}

void GreenLoop::run_until_done(const GreenState& main) {
  struct End {
    GreenLoop& loop;
    ~End() {
      loop.stop_all();
      loop.failed_.clear();
      loop.main_ = nullptr;
    }
  } const at_the_end{*this};
  main_ = &main;
  while (!main.is_done) {
    if (!reactor_.run_once())
      throw std::logic_error("each green thread waits for another");
  }
  if (main.error) return;
  for (const auto& failed : failed_) {
    if (!failed->is_joined) std::rethrow_exception(failed->error);
  }
}

void GreenLoop::stop_all() {
  while (!threads_.empty()) {
    const std::shared_ptr<GreenState> state =
        threads_.extract(threads_.begin()).mapped();
    running_ = state.get();  // it may try to wait
    state->thread.reset();
    running_ = nullptr;
    state->is_done = true;
    if (!state->error)
      state->error = std::make_exception_ptr(
          std::runtime_error("the green thread was stopped"));
  }
  reactor_.clear();
}

}  // namespace workbook
