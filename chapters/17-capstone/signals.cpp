#include "17-capstone/signals.hpp"

#include <poll.h>
#include <sys/signalfd.h>

#include <array>

#include "01-subprocess/exchange.hpp"

namespace workbook {

// #region signals
Signals::Signals(std::initializer_list<int> numbers,
                 std::function<void(int)> heard)
    : heard_(std::move(heard)) {
  sigemptyset(&numbers_);
  for (const int number : numbers) sigaddset(&numbers_, number);
  ::pthread_sigmask(SIG_BLOCK, &numbers_, &before_);
  fd_ =
      UniqueFd(check_errno(::signalfd(-1, &numbers_, SFD_CLOEXEC), "signalfd"));
  thread_ = std::jthread([this](const std::stop_token& stop) { listen(stop); });
}

void Signals::listen(const std::stop_token& stop) {
  const std::stop_callback wake_to_stop(stop, [this] { wake_.wake(); });
  while (!stop.stop_requested()) {
    std::array<pollfd, 2> ready = {
        {{fd_.get(), POLLIN, 0}, {wake_.fd(), POLLIN, 0}}};
    poll_until(ready, std::nullopt);
    if (ready[0].revents == 0) continue;
    signalfd_siginfo info{};
    if (::read(fd_.get(), &info, sizeof info) == sizeof info)
      heard_(static_cast<int>(info.ssi_signo));
  }
}
// #endregion signals

Signals::~Signals() {
  thread_.request_stop();
  thread_.join();
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void stop_here() {
  struct sigaction by_default {};
  struct sigaction before {};
  by_default.sa_handler = SIG_DFL;
  ::sigaction(SIGTSTP, &by_default, &before);
  sigset_t stop;
  sigset_t blocked;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  ::raise(SIGTSTP);
  ::pthread_sigmask(SIG_UNBLOCK, &stop, &blocked);  // it stops here
  ::pthread_sigmask(SIG_SETMASK, &blocked, nullptr);
  ::sigaction(SIGTSTP, &before, nullptr);
}

}  // namespace workbook
