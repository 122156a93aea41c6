// Queues between threads, one section for each thing that the lesson shows.

#include <fmt/format.h>

#include <chrono>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "05-queues/blocking_queue.hpp"
#include "05-queues/bounded_queue.hpp"
#include "05-queues/closable_queue.hpp"
#include "05-queues/halve_images.hpp"
#include "05-queues/stoppable_worker.hpp"
#include "05-queues/thousand_photos.hpp"
#include "05-queues/wake_ups.hpp"
#include "05-queues/workers.hpp"
#include "workbook/sections.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace {

using namespace std::chrono_literals;
using namespace workbook;

std::string milliseconds(double seconds) {
  return fmt::format("{:.0f} ms", seconds * 1'000);
}

// #region blocking
void blocking(const Arguments&) {
  const Stopwatch stopwatch;
  const auto say = [&](const std::string& what) {
    fmt::print("{:>7}  {}\n", milliseconds(stopwatch.seconds()), what);
  };
  BlockingQueue<std::string> queue;
  std::latch consumer_is_there(1);
  std::jthread consumer([&] {
    say("consumer: pop");
    consumer_is_there.count_down();
    const std::string item = queue.pop();
    say("consumer: has " + item);
  });

  consumer_is_there.wait();
  std::this_thread::sleep_for(100ms);  // the producer is at work
  say("producer: push");
  queue.push("a photo");
}
// #endregion blocking

// #region bounded
void bounded(const Arguments&) {
  Timeline timeline("A queue of capacity 1");
  timeline.begin("producer", Timeline::Kind::run);
  BoundedQueue<int> queue(1);
  std::jthread producer([&] {
    for (int photo = 1; photo <= 3; ++photo) {
      const double start = timeline.now();
      timeline.begin("producer", Timeline::Kind::wait,
                     fmt::format("push {}", photo));
      queue.push(photo);
      fmt::print("push {} took {}\n", photo,
                 figure(fmt::format("push-{}", photo),
                        milliseconds(timeline.now() - start)));
    }
    timeline.end("producer");
  });
  for (int photo = 1; photo <= 3; ++photo) {
    timeline.begin("consumer", Timeline::Kind::run, "is busy");
    std::this_thread::sleep_for(100ms);
    queue.pop();
  }
  timeline.end("consumer");
  producer.join();
  timeline.show();
}
// #endregion bounded

// #region join
void join(const Arguments&) {
  ClosableQueue<std::string> queue(3);
  StoppableWorker worker(
      [](const std::string& photo) {
        std::this_thread::sleep_for(100ms);
        if (photo == "b.jpg") throw std::runtime_error("b.jpg is damaged");
        fmt::print("resized {}\n", photo);
      },
      queue);
  const Stopwatch stopwatch;
  for (const char* photo : {"a.jpg", "b.jpg", "c.jpg"}) queue.push(photo);

  queue.join();
  fmt::print("join returned after {}, when all three were done\n",
             figure("elapsed", milliseconds(stopwatch.seconds())));
  queue.close();
  try {
    worker.join();
  } catch (const std::runtime_error& error) {
    fmt::print("the worker's first exception: {}\n", error.what());
  }
}
// #endregion join

// #region dishes
void dishes(const Arguments& arguments) {
  const Arguments dishes =
      arguments.empty()
          ? Arguments{"salad bowl", "bread basket", "plate", "dessert cup"}
          : arguments;
  Timeline timeline("One washes, two dry");
  timeline.begin("washer", Timeline::Kind::run);
  ClosableQueue<std::string> rack(2);
  const auto dryer = [&](const std::string& name) {
    timeline.begin(name, Timeline::Kind::wait);
    return [&timeline, name](const std::string& dish) {
      timeline.begin(name, Timeline::Kind::run, dish);
      std::this_thread::sleep_for(150ms);
      fmt::print("{} dried the {}\n", name, dish);
      timeline.begin(name, Timeline::Kind::wait);
    };
  };
  StoppableWorker first(dryer("dryer 1"), rack);
  StoppableWorker second(dryer("dryer 2"), rack);

  for (const std::string& dish : dishes) {
    timeline.begin("washer", Timeline::Kind::run, dish);
    std::this_thread::sleep_for(80ms);
    fmt::print("washed the {}\n", dish);
    rack.push(dish);
  }
  timeline.begin("washer", Timeline::Kind::wait, "join");
  rack.join();
  fmt::print("every dish is dry\n");
  rack.close();
  first.join();
  second.join();
  fmt::print("the dryers have gone home\n");
  timeline.show();
}
// #endregion dishes

}  // namespace

int main(int argc, char** argv) {
  return run_sections(
      argc, argv,
      {{"polling", "[photos]", "three workers that look and nap", polling},
       {"blocking", "", "a consumer that waits for its producer", blocking},
       {"bounded", "", "a producer that waits for its consumer", bounded},
       {"wake-ups", "[items]",
        "a wake-up each time, or one in flight and a rest", wake_ups},
       explored_section("forgotten", "a wake-up that is not passed on"),
       {"join", "", "wait until all is done, also when a worker throws", join},
       explored_section("every-schedule", "ClosableQueue under every schedule"),
       {"pipeline", "[photos]", "the thousand photos again, without polling",
        pipeline},
       {"workers", "[download resize upload]", "several workers a stage",
        workers},
       {"dishes", "[dish...]", "one washes, two dry, and all go home", dishes},
       {"images", "[--input DIR] [--output DIR]",
        "halve the images of a folder", images}});
}
