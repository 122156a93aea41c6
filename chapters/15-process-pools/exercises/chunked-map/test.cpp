#include "chunked_map.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>
#include <numeric>
#include <thread>

#include "01-subprocess/subprocess.hpp"
#include "15-process-pools/reader.hpp"
#include "workbook/errno_error.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/test_main.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/values_in_words.hpp"

using workbook::Subprocess;

namespace {

// Special numbers; a worker returns them as they are. Who opens one end of a
// FIFO waits until somebody opens the other: so these two wait for each
// other.
constexpr long meet_reading = -1;
constexpr long meet_writing = -2;
constexpr long leave = -3;
constexpr long leave_once = -4;  // only the first worker that gets it

// The worker: squares numbers, and notes how many it got at a time.
int serve(const std::string& folder) {
  Channel parent{workbook::UniqueFd(::dup(STDIN_FILENO))};
  std::ofstream sizes(folder + "/sizes", std::ios::app);
  const std::string fifo = folder + "/fifo";
  while (const auto message = parent.receive()) {
    auto numbers = workbook::from_bytes<std::vector<long>>(*message);
    sizes << numbers.size() << std::endl;
    for (long& number : numbers) {
      if (number == meet_reading) std::ifstream{fifo};
      if (number == meet_writing) std::ofstream{fifo};
      if (number == leave) return 0;
      const std::string left = folder + "/left";
      if (number == leave_once && ::mkdir(left.c_str(), 0700) == 0) return 0;
      if (number > 0) number *= number;
    }
    parent.push(workbook::to_bytes(numbers));
    if (!parent.flush(Channel::Wait::yes)) break;
  }
  return 0;
}

// Workers, in a folder of their own.
class Workers {
 public:
  explicit Workers(int count = 2) {
    if (::mkfifo(fifo().c_str(), 0600) != 0) workbook::throw_errno("mkfifo");
    for (int i = 0; i < count; ++i) {
      auto [ours, theirs] = workbook::socket_pair(SOCK_STREAM);
      processes_.push_back(
          Subprocess({"/proc/self/exe", "--serve", folder_.path().string()},
                     {.in = workbook::Stream(std::move(theirs))}));
      channels.emplace_back(std::move(ours));
    }
  }

  std::string fifo() const { return folder_.path() / "fifo"; }

  // How many numbers came at a time, the largest first.
  std::vector<int> sizes() const {
    std::ifstream file(folder_.path() / "sizes");
    std::vector<int> all(std::istream_iterator<int>(file), {});
    std::ranges::sort(all, std::greater());
    return all;
  }

  std::vector<Channel> channels;

 private:
  workbook::TemporaryDirectory folder_;
  std::vector<Subprocess> processes_;
};

// Workers that the test itself plays: it has the other end of each channel.
struct Played {
  explicit Played(int count) {
    for (int i = 0; i < count; ++i) {
      auto [ours, theirs] = workbook::socket_pair(SOCK_STREAM);
      channels.emplace_back(std::move(ours));
      ends.emplace_back(std::move(theirs));
    }
  }

  void answer(std::size_t worker, const std::vector<long>& numbers) {
    ends[worker].push(workbook::to_bytes(numbers));
    ends[worker].flush(Channel::Wait::yes);
  }

  std::vector<Channel> channels;
  std::vector<Channel> ends;
};

}  // namespace

std::optional<int> workbook::run_instead_of_tests(int argc, char** argv) {
  if (argc == 3 && argv[1] == std::string_view("--serve"))
    return serve(argv[2]);
  return std::nullopt;
}

// The second chunk is answered before the first can be.
TEST_CASE("results are in the order of the inputs") {
  Workers workers;
  CHECK(chunked_map(workers.channels, {meet_reading, 3, meet_writing, 4}, 1) ==
        std::vector<long>{meet_reading, 9, meet_writing, 16});
}

TEST_CASE("the last chunk may be smaller") {
  Workers workers;
  CHECK(chunked_map(workers.channels, {1, 2, 3, 4, 5, 6, 7}, 3) ==
        std::vector<long>{1, 4, 9, 16, 25, 36, 49});
  CHECK(workers.sizes() == std::vector<int>{3, 3, 1});
}

TEST_CASE("a chunk may be larger than all there is") {
  Workers workers;
  CHECK(chunked_map(workers.channels, {5, 6}, 100) ==
        std::vector<long>{25, 36});
  CHECK(workers.sizes() == std::vector<int>{2});
}

TEST_CASE("no inputs are no results and no message") {
  Workers workers;
  CHECK(chunked_map(workers.channels, {}, 2).empty());
  CHECK(workers.sizes().empty());
}

TEST_CASE("many inputs and the same workers twice") {
  Workers workers;
  std::vector<long> inputs(1000);
  std::iota(inputs.begin(), inputs.end(), 0);
  std::vector<long> squares;
  for (const long input : inputs) squares.push_back(input * input);
  for (const std::size_t chunk : {7, 100}) {
    const bool are_right =
        chunked_map(workers.channels, inputs, chunk) == squares;
    CHECK(are_right);
  }
}

// What it waits for is the second, the third ... of the chunks.
TEST_CASE("a worker that is slow keeps nobody from working") {
  for (std::size_t at = 1; at < 6; ++at) {
    Workers workers;
    std::vector<long> inputs(6, 0);
    inputs[0] = meet_reading;
    inputs[at] = meet_writing;
    CHECK(chunked_map(workers.channels, inputs, 1) == inputs);
  }
}

TEST_CASE("while the workers are at it nobody polls") {
  Workers workers;
  const pid_t parent = workbook::this_thread_id();
  bool slept = false;
  int threads = 0;
  const int before = workbook::thread_count();
  workbook::UniqueFd fifo;
  std::jthread looker([&] {
    slept = workbook::sleeps(parent);
    threads = workbook::thread_count();
    fifo = workbook::UniqueFd(::open(workers.fifo().c_str(), O_RDWR));
  });
  chunked_map(workers.channels, {meet_reading, 2}, 1);
  looker.join();
  CHECK_MESSAGE(slept, "chunked_map never slept");
  const bool no_others = threads <= before + 1;  // the one that looks
  CHECK_MESSAGE(no_others, "chunked_map started threads");
}

TEST_CASE("no worker is sent a chunk before it has answered") {
  Played workers(1);
  std::atomic<pid_t> caller = 0;
  std::future<std::vector<long>> results = std::async(std::launch::async, [&] {
    caller = workbook::this_thread_id();
    auto channels = std::move(workers.channels);  // closed when it returns
    return chunked_map(channels, {1, 2, 3, 4}, 1);
  });
  Channel& worker = workers.ends[0];
  bool is_right = true;
  for (long number = 1; is_right && number <= 4; ++number) {
    const auto message = worker.receive();
    REQUIRE_MESSAGE(message, "chunked_map ended too early");
    CHECK(workbook::from_bytes<std::vector<long>>(*message) ==
          std::vector<long>{number});
    // Once it sleeps, it has sent what it wants to send.
    const bool sleeps = workbook::sleeps(caller);
    CHECK_MESSAGE(sleeps, "chunked_map never slept");
    const bool has_more = worker.fill(Channel::Wait::no) != 0 || worker.next();
    CHECK_MESSAGE(!has_more, "a chunk came before the last was answered");
    is_right = sleeps && !has_more;
    if (is_right) workers.answer(0, {10 * number});
  }
  workers.ends.clear();
  if (is_right) CHECK(results.get() == std::vector<long>{10, 20, 30, 40});
}

TEST_CASE("there may be one worker or three") {
  for (const int count : {1, 3}) {
    Workers workers(count);
    CHECK(chunked_map(workers.channels, {1, 2, 3, 4, 5}, 1) ==
          std::vector<long>{1, 4, 9, 16, 25});
  }
}

// A fill() brings at most 64 KiB.
TEST_CASE("a message may come in many pieces") {
  Workers workers;
  const std::vector<long> inputs(300'000, 3);
  const bool are_right = chunked_map(workers.channels, inputs, 100'000) ==
                         std::vector<long>(inputs.size(), 9);
  CHECK(are_right);
}

TEST_CASE("a worker that has gone is an error") {
  Workers workers;
  CHECK_THROWS_AS(chunked_map(workers.channels, {1, leave, 3, 4, 5, 6}, 1),
                  std::runtime_error);
}

TEST_CASE("a worker that has gone is an error though another could go on") {
  Workers workers;
  CHECK_THROWS_AS(chunked_map(workers.channels, {1, leave_once, 3, 4}, 1),
                  std::runtime_error);
}

TEST_CASE("a worker that has gone is an error while another is slow") {
  Workers workers;
  CHECK_THROWS_AS(chunked_map(workers.channels, {meet_reading, leave}, 1),
                  std::runtime_error);
}

TEST_CASE("an answer with too few or too many numbers is refused") {
  for (const std::size_t size : {0, 1, 3}) {
    CAPTURE(size);
    Played workers(1);
    workers.answer(0, std::vector<long>(size, 7));
    CHECK_THROWS_AS(chunked_map(workers.channels, {1, 2}, 2),
                    std::runtime_error);
  }
}

TEST_CASE("inputs without workers are refused") {
  std::vector<Channel> nobody;
  CHECK_THROWS_AS(chunked_map(nobody, {1}, 1), std::invalid_argument);
  CHECK(chunked_map(nobody, {}, 1).empty());
}

TEST_CASE("a chunk of 0 is refused") {
  Workers workers;
  CHECK_THROWS_AS(chunked_map(workers.channels, {1}, 0), std::invalid_argument);
}
