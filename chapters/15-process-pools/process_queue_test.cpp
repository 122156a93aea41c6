#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "01-subprocess/subprocess.hpp"
#include "15-process-pools/open_descriptors.hpp"
#include "15-process-pools/process_queue_cases.hpp"
#include "15-process-pools/queue_broker.hpp"
#include "15-process-pools/queue_end.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/values_in_words.hpp"

using namespace std::chrono_literals;
using namespace workbook;

namespace {

using Item = std::pair<long, long>;  // producer, number

// A process of this program at an end of one or two queues: `what` is its part
// in run_queue_case.
Subprocess start(const std::string& what, UniqueFd in, UniqueFd out = {},
                 long argument = 0) {
  SpawnOptions options{.in = Stream(std::move(in))};
  if (out) options.out = Stream(std::move(out));
  return Subprocess({"/proc/self/exe", what, std::to_string(argument)},
                    std::move(options));
}

QueueEnd<Item> end_at(int fd) { return QueueEnd<Item>(UniqueFd(fd)); }

template <typename T>
std::vector<T> drain(QueueEnd<T>& queue) {
  std::vector<T> items;
  while (auto item = queue.pop()) {
    items.push_back(*item);
    queue.task_done();
  }
  return items;
}

constexpr long items_of_each = 200;

}  // namespace

std::optional<int> workbook::run_queue_case(int argc, char** argv) {
  if (argc != 3) return std::nullopt;
  const std::string_view part = argv[1];
  const long argument = std::atol(argv[2]);
  if (part == "--produce") {
    QueueEnd<Item> queue = end_at(STDIN_FILENO);
    for (long i = 0; i < items_of_each; ++i) queue.push({argument, i});
  } else if (part == "--pass-on") {
    QueueEnd<Item> in = end_at(STDIN_FILENO);
    QueueEnd<Item> out = end_at(STDOUT_FILENO);
    while (const auto item = in.pop()) {
      out.push(*item);
      in.task_done();
    }
  } else if (part == "--die-with-one") {
    QueueEnd<Item> in = end_at(STDIN_FILENO);
    for (long i = 0; i < argument; ++i) in.pop();
    ::raise(SIGKILL);
  } else {
    return std::nullopt;
  }
  return 0;
}

TEST_CASE("several producers and consumers: each item arrives once") {
  QueueBroker raw(3, 5);
  QueueBroker passed(3, 3);
  QueueEnd<Item> parent(raw.take_end());
  QueueEnd<Item> results(passed.take_end());
  std::vector<Subprocess> consumers;
  for (int i = 0; i < 2; ++i) {
    consumers.push_back(start("--pass-on", raw.take_end(), passed.take_end()));
  }
  std::vector<Subprocess> producers;
  for (long i = 0; i < 2; ++i)
    producers.push_back(start("--produce", raw.take_end(), {}, i));

  std::map<Item, int> seen;
  for (long i = 0; i < 2 * items_of_each; ++i) {
    ++seen[results.pop().value()];
    results.task_done();
  }
  CHECK(seen.size() == 2 * items_of_each);
  parent.join();
  for (Subprocess& producer : producers) CHECK(producer.wait().success());
  parent.close();
  for (Subprocess& consumer : consumers) CHECK(consumer.wait().success());
  results.close();
  CHECK_FALSE(results.pop());
}

TEST_CASE("one producer's items come in their order") {
  QueueBroker broker(4, 2);
  QueueEnd<Item> queue(broker.take_end());
  Subprocess producer = start("--produce", broker.take_end(), {}, 7);
  for (long i = 0; i < items_of_each; ++i) {
    CHECK(queue.pop() == Item{7, i});
    queue.task_done();
  }
  CHECK(producer.wait().success());
}

TEST_CASE("join waits until each item that was pushed is done") {
  QueueBroker broker(4, 2);
  QueueEnd<Item> washer(broker.take_end());
  QueueEnd<Item> dryer(broker.take_end());
  washer.push({1, 1});
  washer.push({1, 2});
  std::atomic<bool> is_joined = false;
  std::atomic<pid_t> joiner_id = 0;
  std::jthread joiner([&] {
    joiner_id = this_thread_id();
    washer.join();
    is_joined = true;
  });
  dryer.pop();
  dryer.pop();
  dryer.task_done();
  CHECK(eventually([&] { return joiner_id != 0 && sleeps(joiner_id); }));
  CHECK_FALSE(is_joined);
  dryer.task_done();
  joiner.join();
  CHECK(is_joined);
}

TEST_CASE("a full queue makes its producer wait") {
  QueueBroker broker(2, 2);
  QueueEnd<Item> consumer(broker.take_end());
  QueueEnd<Item> end(broker.take_end());
  std::atomic<int> pushed = 0;
  std::atomic<pid_t> id = 0;
  std::jthread producer([&] {
    id = this_thread_id();
    for (long i = 0; i < 5; ++i) {
      end.push({0, i});
      ++pushed;
    }
  });
  CHECK(eventually([&] { return pushed == 2 && sleeps(id); }));
  CHECK(pushed == 2);
  CHECK(consumer.pop() == Item{0, 0});
  CHECK(eventually([&] { return pushed == 3; }));
  for (int i = 0; i < 4; ++i) consumer.pop();
}

TEST_CASE("after close the rest is popped and then nothing") {
  QueueBroker broker(4, 2);
  QueueEnd<std::string> queue(broker.take_end());
  QueueEnd<std::string> other(broker.take_end());
  CHECK(queue.push("plate"));
  queue.close();
  CHECK_FALSE(queue.push("cup"));
  CHECK(drain(other) == std::vector<std::string>{"plate"});
  CHECK_FALSE(queue.pop());
}

TEST_CASE("what a killed consumer had in hand goes to another one") {
  QueueBroker broker(10, 3);
  QueueEnd<Item> queue(broker.take_end());
  for (long i = 0; i < 6; ++i) queue.push({0, i});
  for (const long holds : {1, 3}) {
    Subprocess victim = start("--die-with-one", broker.take_end(), {}, holds);
    CHECK(victim.wait() == ExitStatus{0, SIGKILL});
  }
  queue.close();
  const std::vector<Item> all = {{0, 0}, {0, 1}, {0, 2},
                                 {0, 3}, {0, 4}, {0, 5}};
  CHECK(drain(queue) == all);
  queue.join();
}

TEST_CASE("whoever waits at a closed queue gets what a dead consumer had") {
  QueueBroker broker(10, 3);
  QueueEnd<Item> queue(broker.take_end());
  std::optional<QueueEnd<Item>> holder(QueueEnd<Item>(broker.take_end()));
  QueueEnd<Item> waiting(broker.take_end());
  queue.push({0, 1});
  holder->pop();
  queue.close();
  std::atomic<pid_t> id = 0;
  std::optional<Item> got;
  std::jthread waiter([&] {
    id = this_thread_id();
    got = waiting.pop();
  });
  CHECK(eventually([&] { return id != 0 && sleeps(id); }));
  holder.reset();  // as if its process had ended
  waiter.join();
  CHECK(got == Item{0, 1});
}

TEST_CASE("task_done without an item is refused") {
  QueueBroker broker(1, 1);
  QueueEnd<Item> queue(broker.take_end());
  CHECK_THROWS_WITH_AS(queue.task_done(), "task_done() without an item",
                       std::logic_error);
  queue.push({1, 1});
  queue.pop();
  queue.task_done();
  CHECK_THROWS_AS(queue.task_done(), std::logic_error);
}

TEST_CASE("an item that does not fit into one message says so") {
  QueueBroker broker(1, 1);
  QueueEnd<std::string> queue(broker.take_end());
  CHECK_THROWS_WITH_AS(queue.push(std::string(8'000'000, 'x')),
                       "send to a queue: Message too long", std::system_error);
  CHECK(queue.push("small"));
  CHECK(queue.pop() == "small");
}

TEST_CASE("when the queue is gone its ends say so and nothing is left") {
  const auto before = open_descriptors();
  std::optional<QueueBroker> broker(std::in_place, 1, 3);
  {
    QueueEnd<Item> queue(broker->take_end());
    QueueEnd<Item> waiting(broker->take_end());
    std::atomic<pid_t> id = 0;
    std::jthread waiter([&] {
      id = this_thread_id();
      CHECK_THROWS_WITH(waiting.pop(), "the queue is gone");
    });
    CHECK(eventually([&] { return id != 0 && sleeps(id); }));
    broker.reset();
    CHECK_THROWS_WITH(queue.push({1, 1}), "the queue is gone");
  }
  CHECK(open_descriptors() == before);
}

TEST_CASE("a queue without room and an end too many are refused") {
  CHECK_THROWS_AS(QueueBroker(0, 1), std::invalid_argument);
  QueueBroker broker(1, 1);
  broker.take_end();
  CHECK_THROWS_AS(broker.take_end(), std::logic_error);
}
