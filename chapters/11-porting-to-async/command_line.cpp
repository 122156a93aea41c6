#include "11-porting-to-async/command_line.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "11-porting-to-async/async_server.hpp"
#include "11-porting-to-async/games.hpp"
#include "11-porting-to-async/threaded_server.hpp"
#include "11-porting-to-async/threaded_session.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/sections.hpp"

namespace workbook {
namespace {

// Takes the words of a command line one after the other.
class Words {
 public:
  explicit Words(const Arguments& words) : words_(words) {}

  bool is_empty() const { return next_ == words_.size(); }
  std::string take(const std::string& option, std::string_view what) {
    if (is_empty()) throw UsageError(fmt::format("{} needs {}", option, what));
    return words_[next_++];
  }
  std::int64_t take_number(const std::string& option, std::string_view what) {
    return to_number(take(option, what), option, -largest_number,
                     largest_number);
  }
  Address take_address(const std::string& option) {
    try {
      return parse_address(take(option, "HOST:PORT"));
    } catch (const std::invalid_argument& error) {
      throw UsageError(error.what());
    }
  }

 private:
  const Arguments& words_;
  std::size_t next_ = 0;
};

// Ctrl-C, and what `kill` sends. From when it is made, they no longer end this
// process: its threads do not get them, and wait() takes them.
class EndSignals {
 public:
  EndSignals() {
    ::sigemptyset(&signals_);
    ::sigaddset(&signals_, SIGINT);
    ::sigaddset(&signals_, SIGTERM);
    if (const int error = ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr))
      throw_errno("pthread_sigmask", error);
  }
  void wait() const {
    int signal = 0;
    ::sigwait(&signals_, &signal);
  }

 private:
  sigset_t signals_ = {};
};

template <typename Server>
void serve_until_asked_to_end(const ServerOptions& options) {
  const EndSignals end;  // before there are threads
  const Server server(options);
  const Address address = {options.address.host, server.port()};
  fmt::print("listening on {}; Ctrl-C ends it\n", address.text());
  std::fflush(stdout);
  end.wait();
  fmt::print("hanging up on {} clients\n", server.sessions());
}

void serve_command(const Arguments& arguments) {
  Words words(arguments);
  ServerOptions options;
  options.log = [](std::string_view line) { fmt::print(stderr, "{}\n", line); };
  options.address = words.take_address("--serve");
  bool threads = false;
  while (!words.is_empty()) {
    const std::string option = words.take("", "");
    if (option == "--threads") {
      threads = true;
    } else if (option == "--seed") {
      options.seed = static_cast<std::uint64_t>(
          words.take_number(option, "a whole number"));
    } else if (option == "--limit-ms") {
      options.limit = std::chrono::milliseconds(
          to_number(words.take(option, "milliseconds"), option, 1, 86'400'000));
    } else {
      throw UsageError(fmt::format(
          "no option '{}'; there are: --threads, --seed N, --limit-ms MS",
          option));
    }
  }
  allow_many_files();
  if (threads)
    serve_until_asked_to_end<ThreadedServer>(options);
  else
    serve_until_asked_to_end<AsyncServer>(options);
}

void play_command(const Arguments& arguments) {
  Words words(arguments);
  const Address address = words.take_address("--play");
  std::optional<std::int64_t> lo;
  std::optional<std::int64_t> hi;
  std::optional<std::int64_t> secret;
  while (!words.is_empty()) {
    const std::string option = words.take("", "");
    if (option == "--range") {
      lo = words.take_number(option, "two numbers");
      hi = words.take_number(option, "two numbers");
    } else if (option == "--secret") {
      secret = words.take_number(option, "a number");
    } else {
      throw UsageError(fmt::format(
          "no option '{}'; there are: --range LO HI, --secret S", option));
    }
  }
  if (!hi || !secret)
    throw UsageError("--play HOST:PORT needs --range LO HI and --secret S");
  if (*lo > *hi)
    throw UsageError(fmt::format(
        "--range takes the lower number first, not {} {}", *lo, *hi));
  if (*secret < *lo || *secret > *hi)
    throw UsageError(fmt::format("--secret {} is not in the range {} to {}",
                                 *secret, *lo, *hi));

  const Game game = {.lo = *lo, .hi = *hi, .secret = *secret};
  Connection connection(connect_to(address), patience);
  for (const Turn& turn : play(connection, game))
    fmt::print("{} {}\n", turn.guess, name_of(turn.outcome));
}

}  // namespace

bool is_command(int argc, char** argv) {
  const std::string_view name = argc > 1 ? argv[1] : "";
  return name == "--serve" || name == "--play";
}

int run_command(int argc, char** argv) {
  return run_sections(argc, argv,
                      {{"--serve", "HOST:PORT", "", serve_command},
                       {"--play", "HOST:PORT", "", play_command}});
}

}  // namespace workbook
