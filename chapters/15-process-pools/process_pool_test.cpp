#include "15-process-pools/process_pool.hpp"
#include "15-process-pools/open_descriptors.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <ranges>
#include <thread>

#include "15-process-pools/process_queue_cases.hpp"
#include "15-process-pools/steps.hpp"
#include "workbook/eventually.hpp"
#include "workbook/processes.hpp"
#include "workbook/sanitized.hpp"
#include "workbook/temporary_directory.hpp"
#include "workbook/test_main.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/values_in_words.hpp"

using namespace std::chrono_literals;
using namespace workbook;

namespace {

// ---- What workers are asked for here.

long twice(long number) { return 2 * number; }
long process_id(long) { return ::getpid(); }
std::string reversed(const std::string& text) {
  return {text.rbegin(), text.rend()};
}
std::size_t size_of(const std::string& text) { return text.size(); }
std::string so_many(std::size_t bytes) {
  return std::string().append(bytes, 'x');
}

long fail_at_3(long number) {
  if (number == 3) throw std::out_of_range("three is too many");
  if (number == 4) throw 4;
  return number;
}

long die_at_3(long number) {
  if (number == 3) ::raise(SIGKILL);
  return number;
}

long never_return(long) {
  for (;;) ::pause();
}

// Too long to have any sent ahead
long take_2_ms(long number) {
  std::this_thread::sleep_for(2ms);
  return number;
}

void touch(const std::string& path) { const std::ofstream file(path); }
void wait_for_file(const std::string& path) {
  while (!std::filesystem::exists(path)) std::this_thread::sleep_for(1ms);
}

// "+a" makes the file a, "-a" waits until it is there.
std::string make_or_await(const std::string& order) {
  if (order[0] == '+') touch(order.substr(1));
  if (order[0] == '-') wait_for_file(order.substr(1));
  return order;
}

// The socket to the pool, which a function has no business with.
constexpr int socket_of_worker = 3;

void send_raw(std::string_view bytes) {
  ::send(socket_of_worker, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

// Writes the bytes and, when they are followed by a `!`, dies.
long write_nonsense(const std::string& bytes) {
  send_raw(bytes.substr(0, bytes.size() - 1));
  if (bytes.back() == '!') ::raise(SIGKILL);
  return 0;
}

// The first bytes of a true answer, and then the end.
long die_in_an_answer(long bytes) {
  Writer answer;
  answer.write(std::uint64_t{18});
  answer.write(std::uint64_t{0});
  answer.write(true);
  answer.write(true);
  answer.write(long{7});
  send_raw(answer.bytes.substr(0, static_cast<std::size_t>(bytes)));
  ::raise(SIGKILL);
  return 0;
}

long shut_socket(long) {
  ::shutdown(socket_of_worker, SHUT_RDWR);
  for (;;) ::pause();
}

// The socket stays open in a child until the pool has closed it.
long leave_a_child(long) {
  if (::fork() == 0) {
    char byte = 0;
    while (::recv(socket_of_worker, &byte, 1, 0) > 0) {
    }
    ::_exit(0);
  }
  ::raise(SIGKILL);
  return 0;
}

// How long until the worker dies is up to whoever kills it.
long spin(long rounds) {
  volatile long sum = 0;
  for (long i = 0; i < rounds; ++i) sum = sum + i;
  return rounds;
}

Functions functions() {
  Functions all;
  all.add("twice", twice);
  all.add("process_id", process_id);
  all.add("reversed", reversed);
  all.add("size_of", size_of);
  all.add("so_many", so_many);
  all.add("fail_at_3", fail_at_3);
  all.add("die_at_3", die_at_3);
  all.add("never_return", never_return);
  all.add("take_2_ms", take_2_ms);
  all.add("make_or_await", make_or_await);
  all.add("write_nonsense", write_nonsense);
  all.add("die_in_an_answer", die_in_an_answer);
  all.add("shut_socket", shut_socket);
  all.add("leave_a_child", leave_a_child);
  all.add("spin", spin);
  return all;
}

// A program that computes for ever, once it has said so.
int compute_for_ever() {
  ProcessPool pool(2, functions());
  pool.map(process_id, std::views::iota(0L, 10L));
  fmt::print("ready\n");
  std::fflush(stdout);
  pool.map(spin, std::vector<long>(2, std::numeric_limits<long>::max()));
  return 0;
}

// ---- What the cases ask.

std::vector<long> upto(long count) {
  std::vector<long> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

// Zombies count: they are children that nobody waited for.
bool has_children() {
  return ::waitid(P_ALL, 0, nullptr, WEXITED | WNOHANG | WNOWAIT) == 0 ||
         errno != ECHILD;
}

bool is_gone(pid_t process) { return ::kill(process, 0) == -1; }

// What a call of map came to, in words.
template <typename Call>
std::string outcome_of(Call call) {
  try {
    call();
    return "results";
  } catch (const std::exception& error) {
    return error.what();
  }
}

// Returns when the system knows that the worker has ended.
void kill_and_await_end(pid_t worker) {
  ::kill(worker, SIGKILL);
  siginfo_t ended{};
  CHECK(::waitid(P_PID, static_cast<id_t>(worker), &ended, WEXITED | WNOWAIT) ==
        0);
}

// The most inputs that were taken and whose results were not consumed yet.
std::size_t most_under_way(ProcessPool& pool, long (*function)(long),
                           long count) {
  std::size_t taken = 0;
  std::size_t consumed = 0;
  std::size_t most = 0;
  const auto inputs =
      std::views::iota(0L, count) | std::views::transform([&](long number) {
        ++taken;
        most = std::max(most, taken - consumed);
        return number;
      });
  pool.map_each(function, inputs, [&](long) { ++consumed; });
  return most;
}

void check_that_it_works(ProcessPool& pool) {
  CHECK(pool.map(twice, upto(5)) == std::vector<long>{0, 2, 4, 6, 8});
  CHECK(pool.process_ids().size() == 2);
}

}  // namespace

std::optional<int> workbook::run_instead_of_tests(int argc, char** argv) {
  if (const auto status = serve_if_worker(argc, argv, functions()))
    return status;
  if (argc == 2 && argv[1] == std::string_view("--compute-for-ever"))
    return compute_for_ever();
  if (const auto status = serve_in_steps_if_asked(argc, argv)) return status;
  return run_queue_case(argc, argv);
}

TEST_CASE("results are in the order of the inputs whatever the chunk") {
  ProcessPool pool(3, functions());
  std::vector<long> expected = upto(1000);
  for (long& each : expected) each *= 2;
  for (const std::size_t chunk : {1, 2, 7, 333, 1000, 5000})
    CHECK(pool.map(twice, upto(1000), chunk) == expected);
  CHECK(pool.map(twice, upto(0)).empty());
  CHECK(pool.map(twice, {21}) == std::vector<long>{42});
}

TEST_CASE("inputs are any range and are converted") {
  ProcessPool pool(2, functions());
  CHECK(pool.map(twice, std::views::iota(1, 4)) == std::vector<long>{2, 4, 6});
  CHECK(pool.map(reversed, std::vector<const char*>{"ab", ""}) ==
        std::vector<std::string>{"ba", ""});
}

TEST_CASE("workers are processes of their own and started from this program") {
  ProcessPool pool(2, functions());
  const std::vector<pid_t> ids = pool.process_ids();
  REQUIRE(ids.size() == 2);
  for (const long id : pool.map(process_id, upto(20)))
    CHECK(std::ranges::count(ids, id) == 1);
  for (const pid_t id : ids)
    CHECK(std::filesystem::equivalent(fmt::format("/proc/{}/exe", id),
                                      "/proc/self/exe"));
}

TEST_CASE("two calls really go on at once in two processes") {
  const TemporaryDirectory folder;
  const std::string a = folder.path() / "a";
  const std::string b = folder.path() / "b";
  ProcessPool pool(2, functions());
  // Each waits for what the other has done: the third call has to be given to
  // whoever is free, and so must not wait behind the first.
  const std::vector<std::string> orders = {"-" + a, "+" + b, "+" + a};
  CHECK(pool.map(make_or_await, orders) == orders);
}

TEST_CASE("messages larger than any buffer go both ways at once") {
  ProcessPool pool(2, functions());
  const std::string large(sanitized ? 600'000 : 3'000'000, 'y');
  CHECK(pool.map(reversed, std::vector(8, large)) == std::vector(8, large));
  CHECK(pool.map(size_of, std::vector(4, large)) ==
        std::vector(4, large.size()));
  CHECK(pool.map(so_many, std::vector<std::size_t>(4, large.size())) ==
        std::vector(4, std::string(large.size(), 'x')));
}

TEST_CASE("map_each brings results in order and takes inputs as it needs") {
  ProcessPool pool(2, functions());
  std::size_t taken = 0;
  std::size_t most_ahead = 0;
  std::size_t brought = 0;
  const auto inputs = upto(5000) | std::views::transform([&](long number) {
                        ++taken;
                        return number;
                      });
  pool.map_each(twice, inputs,
                [&](long result) {
                  most_ahead = std::max(most_ahead, taken - brought);
                  CHECK(result == static_cast<long>(2 * brought));
                  ++brought;
                },
                {.chunk = 3, .window = 4});
  CHECK(brought == 5000);
  CHECK(most_ahead <= 4 * 3);
}

TEST_CASE("a window that is full waits for its oldest") {
  const TemporaryDirectory folder;
  const std::string go = folder.path() / "go";
  std::vector<std::string> orders(100, "any");
  orders[0] = "-" + go;
  std::size_t taken = 0;
  const auto inputs = orders | std::views::transform([&](std::string& order) {
                        ++taken;
                        return order;
                      });
  std::size_t brought = 0;
  std::jthread opener([&] {  // once the other worker has done what it may
    wait_for_file(go + "?");
    touch(go);
  });
  orders[7] = "+" + go + "?";
  ProcessPool pool(2, functions());
  pool.map_each(make_or_await, inputs,
                [&](const std::string&) {
                  if (brought++ == 0) CHECK(taken == 8);
                },
                {.window = 8});
  CHECK(brought == 100);
}

TEST_CASE("an exception comes back with its type and its text and its item") {
  ProcessPool pool(2, functions());
  for (const std::size_t chunk : {1, 2, 10}) {
    try {
      pool.map(fail_at_3, upto(20), chunk);
      FAIL("it did not throw");
    } catch (const RemoteError& error) {
      CHECK(error.type == "std::out_of_range");
      CHECK(error.text == "three is too many");
      CHECK(error.item == 3);
      CHECK(error.what() ==
            std::string("item 3: std::out_of_range: three is too many"));
    }
    check_that_it_works(pool);
  }
  CHECK(outcome_of([&] { pool.map(fail_at_3, {4}); }) == "item 0: int: ");
}

TEST_CASE("what came before a failure is consumed, and nothing after it") {
  ProcessPool pool(2, functions());
  for (const std::size_t chunk : {1, 2, 10}) {
    std::vector<long> consumed;
    CHECK_THROWS_AS(
        pool.map_each(fail_at_3, upto(20),
                      [&](long result) { consumed.push_back(result); },
                      {.chunk = chunk}),
        RemoteError);
    CHECK(consumed == upto(3));
  }
}

TEST_CASE("a worker that dies names its item and is replaced") {
  ProcessPool pool(2, functions());
  const std::vector<pid_t> before = pool.process_ids();
  for (int round = 0; round < 3; ++round) {
    try {
      pool.map(die_at_3, upto(20));
      FAIL("it did not throw");
    } catch (const WorkerDied& death) {
      CHECK(death.status == ExitStatus{0, SIGKILL});
      CHECK(death.item == 3);
      CHECK(death.what() ==
            std::string("item 3: its worker ended: signal 9 (Killed)"));
    }
    check_that_it_works(pool);
  }
  CHECK(outcome_of([&] { pool.map(die_at_3, upto(20), 10); }) ==
        "items 0 to 9: their worker ended: signal 9 (Killed)");
}

TEST_CASE("after one that failed no input is taken and no worker started") {
  ProcessPool pool(1, functions());
  const std::vector<long> numbers = {3, 0, 0};
  std::size_t taken = 0;
  const auto inputs = numbers | std::views::transform([&](long number) {
                        ++taken;
                        return number;
                      });
  CHECK(outcome_of([&] { pool.map(fail_at_3, inputs); }) ==
        "item 0: std::out_of_range: three is too many");
  CHECK(taken == 1);
  CHECK(outcome_of([&] { pool.map(die_at_3, inputs); }) ==
        "item 0: its worker ended: signal 9 (Killed)");
  CHECK(taken == 2);
  CHECK(pool.process_ids().empty());
}

// When a worker has answered all that it had, it is given as many again before
// those are consumed: twice what it may have, which is 2 with none sent ahead.
TEST_CASE("a quick worker has inputs sent ahead and a slow one has none") {
  ProcessPool pool(1, functions());
  const std::size_t most = most_under_way(pool, twice, 10'000);
  CHECK(most > 2);
  CHECK(most <= 2 * (1 + 15));
  CHECK(most_under_way(pool, take_2_ms, 20) == 2);
}

TEST_CASE("of items that were sent ahead none is named") {
  ProcessPool pool(1, functions());
  std::vector<long> inputs(100, 0);
  inputs[57] = 3;
  for (int round = 0; round < 10; ++round) {
    CHECK(outcome_of([&] { pool.map(die_at_3, inputs); }) ==
          "item 57: its worker ended: signal 9 (Killed)");
  }
}

TEST_CASE("a worker that dies while it has nothing to do is replaced") {
  ProcessPool pool(2, functions());
  check_that_it_works(pool);
  const pid_t victim = pool.process_ids()[0];
  kill_and_await_end(victim);
  check_that_it_works(pool);
  CHECK(std::ranges::count(pool.process_ids(), victim) == 0);
}

TEST_CASE("a worker that dies idle in the middle of a call is replaced") {
  ProcessPool pool(2, functions());
  const pid_t victim = pool.process_ids()[1];  // the window feeds only one
  std::vector<long> results;
  pool.map_each(twice, upto(5),
                [&](long result) {
                  if (results.empty()) kill_and_await_end(victim);
                  results.push_back(result);
                },
                {.window = 1});
  CHECK(results == std::vector<long>{0, 2, 4, 6, 8});
  CHECK(pool.process_ids().size() == 2);
  CHECK(std::ranges::count(pool.process_ids(), victim) == 0);
}

TEST_CASE("an answer that is nonsense is an error and its worker is ended") {
  const std::string length(7, '\0');  // the rest of a small one
  const std::string right_number(8, '\0');
  const std::vector<std::pair<std::string, std::string>> cases = {
      {std::string(8, '\xff') + "?", "a message cannot be that long"},
      {"\x03" + length + "abc?", "the message is too short"},
      {"\x09" + length + std::string(9, '\x01') + "?",
       "a worker answered what it was not asked"},
      {"\x09" + length + right_number + "\x02?",
       "the message has a bool that is neither"},
      {"\x09" + length + right_number + "\x01?", "the message is too short"},
      {"\x13" + length + right_number + "\x01\x01" + right_number + "z?",
       "the answer is too long"},
      {"\x05" + length + "abc!", "item 0: its worker ended: signal 9 (Killed)"},
  };
  for (const auto& [bytes, error] : cases) {
    ProcessPool pool(2, functions());  // its first chunk has the number 0
    CHECK(outcome_of([&, &sent = bytes] {
            pool.map(write_nonsense, std::vector{sent});
          }) == error);
    check_that_it_works(pool);
  }
}

TEST_CASE("a worker that dies inside its answer has not answered") {
  for (long bytes = 0; bytes < 26; ++bytes) {
    ProcessPool pool(1, functions());
    CHECK(outcome_of([&] { pool.map(die_in_an_answer, {bytes}); }) ==
          "item 0: its worker ended: signal 9 (Killed)");
    CHECK(pool.map(twice, {21}) == std::vector<long>{42});
  }
}

TEST_CASE("an answer that is whole counts also when its worker then dies") {
  ProcessPool pool(1, functions());
  CHECK(pool.map(die_in_an_answer, {26}) == std::vector<long>{7});
}

TEST_CASE("a worker that shuts its socket or leaves a child with it") {
  ProcessPool pool(2, functions());
  const std::string text = outcome_of([&] { pool.map(shut_socket, {0}); });
  CHECK(text.starts_with("item 0: its worker ended: "));
  CHECK(outcome_of([&] { pool.map(leave_a_child, {0}); }) ==
        "item 0: its worker ended: signal 9 (Killed)");
  check_that_it_works(pool);
}

TEST_CASE("when the parent throws in the middle nothing of the call runs on") {
  ProcessPool pool(2, functions());
  const std::vector<pid_t> ids = pool.process_ids();
  const auto inputs =
      std::views::iota(0L, 2L) | std::views::transform([](long i) {
        if (i == 1) throw std::runtime_error("no more");
        return i;
      });
  CHECK(outcome_of([&] { pool.map(never_return, inputs); }) == "no more");
  CHECK(std::ranges::count_if(ids, is_gone) == 1);
  CHECK(outcome_of([&] {
          pool.map_each(twice, upto(100), [](long result) {
            if (result == 20) throw std::runtime_error("enough");
          });
        }) == "enough");
  check_that_it_works(pool);
}

TEST_CASE("a pool leaves no process and no descriptor") {
  const auto descriptors = open_descriptors();
  std::vector<pid_t> ids;
  {
    ProcessPool pool(3, functions());
    ids = pool.process_ids();
    pool.map(twice, upto(100));
    CHECK(has_children());
    CHECK_THROWS(pool.map(die_at_3, upto(20)));
    CHECK_THROWS(pool.map(fail_at_3, upto(20)));
  }
  CHECK(ids.size() == 3);
  CHECK_FALSE(has_children());
  CHECK(open_descriptors() == descriptors);
}

TEST_CASE("while the workers compute the parent sleeps") {
  const TemporaryDirectory folder;
  const std::string go = folder.path() / "go";
  ProcessPool pool(2, functions());
  const pid_t parent = this_thread_id();
  bool slept = false;
  std::jthread looker([&] {
    slept = sleeps(parent);
    touch(go);
  });
  pool.map(make_or_await, std::vector<std::string>(2, "-" + go));
  looker.join();
  CHECK(slept);
}

TEST_CASE("a function that is not in the list and a name that is in it twice") {
  ProcessPool pool(1, Functions());
  CHECK(outcome_of([&] { pool.map(twice, {1}); }) ==
        "the workers do not know this function");
  Functions two;
  two.add("twice", twice);
  CHECK_THROWS_WITH_AS(two.add("twice", die_at_3),
                       "there are two functions named twice",
                       std::invalid_argument);
  Functions other;
  other.add("thrice", twice);  // the workers of this program know no such name
  ProcessPool misled(1, other);
  CHECK(outcome_of([&] { misled.map(twice, {1}); }) ==
        "item 0: std::invalid_argument: the workers know no function thrice");
}

TEST_CASE("a pool without workers and a chunk of none are refused") {
  CHECK_THROWS_AS(ProcessPool(0, functions()), std::invalid_argument);
  ProcessPool pool(1, functions());
  CHECK_THROWS_AS(pool.map(twice, upto(3), 0), std::invalid_argument);
  CHECK_THROWS_AS(pool.map_each(twice, upto(3), [](long) {}, {.window = 0}),
                  std::invalid_argument);
}

TEST_CASE("a worker that does not serve starts no workers of its own") {
  ::setenv("WORKBOOK_WORKER", "1", 1);
  CHECK(outcome_of([] { ProcessPool(1, functions()); }) ==
        "a worker that does not serve: main() begins with serve_if_worker()");
  ::unsetenv("WORKBOOK_WORKER");
}

// Its output comes to an end only when the last process that could write to it
// has gone.
TEST_CASE("when the parent is interrupted or killed its workers go too") {
  for (const bool interrupt : {true, false}) {
    Subprocess program({"/proc/self/exe", "--compute-for-ever"},
                       {.out = Stream::pipe(), .own_group = true});
    std::array<char, 6> ready{};
    REQUIRE(::read(program.out().get(), ready.data(), 6) == 6);
    ::kill(interrupt ? -program.pid() : program.pid(),
           interrupt ? SIGINT : SIGKILL);
    CHECK(program.wait() == ExitStatus{0, interrupt ? SIGINT : SIGKILL});
    CHECK(::read(program.out().get(), ready.data(), 6) == 0);
  }
}

TEST_CASE("killed at 200 random moments each call has a clear end" *
          doctest::test_suite("thorough")) {
  const auto descriptors = open_descriptors();
  long died = 0;
  {
    ProcessPool pool(2, functions());
    for (unsigned seed = 0; seed < (sanitized ? 40U : 200U); ++seed) {
      check_that_it_works(pool);
      std::mt19937 random(seed);
      const std::vector<long> inputs(30, 20'000);
      const std::vector<pid_t> ids = pool.process_ids();
      const pid_t victim = ids[random() % ids.size()];
      const std::chrono::microseconds moment(random() % 2000);
      std::size_t consumed = 0;
      {
        const std::jthread killer([&] {
          std::this_thread::sleep_for(moment);
          ::kill(victim, SIGKILL);
        });
        try {
          pool.map_each(spin, inputs,
                        [&](long result) {
                          CHECK(result == 20'000);
                          ++consumed;
                        },
                        {.chunk = 1 + seed % 3});
          CHECK(consumed == inputs.size());
        } catch (const WorkerDied& death) {
          ++died;
          CHECK(death.status == ExitStatus{0, SIGKILL});
          CHECK(death.item == consumed);
        }
      }
      siginfo_t ended{};  // it is dying, or was waited for already
      ::waitid(P_PID, static_cast<id_t>(victim), &ended, WEXITED | WNOWAIT);
    }
    check_that_it_works(pool);
  }
  MESSAGE(died, " of the calls ended with WorkerDied");
  CHECK_FALSE(has_children());
  CHECK(open_descriptors() == descriptors);
}
