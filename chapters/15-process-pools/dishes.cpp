#include "15-process-pools/dishes.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <vector>

#include "01-subprocess/exchange.hpp"
#include "01-subprocess/subprocess.hpp"
#include "15-process-pools/queue_broker.hpp"
#include "15-process-pools/queue_end.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

constexpr auto washing = 80ms;
constexpr auto drying = 150ms;
constexpr const char* dries = "--dry";
constexpr const char* dies = "--dry-and-die";  // with its first dish

// What a dryer says: who it is, which dish it is at, and whether that is dry.
struct News {
  std::string dryer;
  std::string dish;
  bool is_dry = false;
  static auto members(auto& self) {
    return std::tie(self.dryer, self.dish, self.is_dry);
  }
};

// #region dry
int dry(const std::string& name, bool is_mortal) {
  QueueEnd<std::string> rack{UniqueFd(STDIN_FILENO)};
  QueueEnd<News> news{UniqueFd(STDOUT_FILENO)};
  while (const auto dish = rack.pop()) {
    news.push({name, *dish, false});
    std::this_thread::sleep_for(drying);
    if (is_mortal) ::raise(SIGKILL);
    news.push({name, *dish, true});
    rack.task_done();
  }
  return 0;
}
// #endregion dry

// Who has which dish in hand.
using Hands = std::map<std::string, std::string>;

// Prints and draws what the dryers say. Returns what is in hand at the end.
Hands listen(QueueEnd<News> news, Timeline& timeline) {
  Hands hands;
  while (const auto heard = news.pop()) {
    if (heard->is_dry) {
      fmt::print("{} dried the {}\n", heard->dryer, heard->dish);
      hands.erase(heard->dryer);
      timeline.begin(heard->dryer, Timeline::Kind::wait);
    } else {
      hands[heard->dryer] = heard->dish;
      timeline.begin(heard->dryer, Timeline::Kind::run, heard->dish);
    }
    news.task_done();
  }
  return hands;
}

std::vector<Subprocess> start_dryers(QueueBroker& rack, QueueBroker& said,
                                     const std::string& first_part) {
  std::vector<Subprocess> dryers;
  // #region start
  const auto start = [&](const std::string& part, const std::string& name) {
    dryers.emplace_back(Argv{"/proc/self/exe", part, name},
                        SpawnOptions{.in = Stream(rack.take_end()),
                                     .out = Stream(said.take_end())});
  };
  // #endregion start
  start(first_part, "dryer 1");
  start(dries, "dryer 2");
  return dryers;
}

void wash(const Arguments& arguments, const std::string& first_part) {
  const Arguments dishes =
      arguments.empty()
          ? Arguments{"salad bowl", "bread basket", "plate", "dessert cup"}
          : arguments;
  Timeline timeline("One process washes, two dry");
  timeline.begin("washer", Timeline::Kind::run);
  QueueBroker said(8, 4);
  // #region wash
  QueueBroker rack(2, 3);  // room for two dishes; three ends
  QueueEnd<std::string> washer(rack.take_end());
  std::vector<Subprocess> dryers = start_dryers(rack, said, first_part);
  // #endregion wash
  Hands hands;
  std::jthread listener([&, end = said.take_end()]() mutable {
    hands = listen(QueueEnd<News>(std::move(end)), timeline);
  });
  std::jthread watcher([&] {  // sleeps until the first dryer has ended
    pollfd ended{dryers[0].ended().get(), POLLIN, 0};
    poll_until({&ended, 1}, std::nullopt);
    timeline.end("dryer 1");
  });

  // #region wash-on
  for (const std::string& dish : dishes) {
    timeline.begin("washer", Timeline::Kind::run, dish);
    std::this_thread::sleep_for(washing);
    fmt::print("washed the {}\n", dish);
    washer.push(dish);
  }
  timeline.begin("washer", Timeline::Kind::wait, "join");
  washer.join();
  washer.close();
  for (Subprocess& dryer : dryers) dryer.wait();
  // #endregion wash-on
  QueueEnd<News>(said.take_end()).close();
  listener.join();
  watcher.join();
  fmt::print("every dish is dry\n");
  for (std::size_t i = 0; i < dryers.size(); ++i) {
    const auto hand = hands.find(fmt::format("dryer {}", i + 1));
    fmt::print("dryer {} was process {}: {}{}\n", i + 1, dryers[i].pid(),
               dryers[i].wait().text(),
               hand == hands.end()
                   ? ""
                   : fmt::format(", with the {} in hand", hand->second));
  }
  timeline.show();
}

}  // namespace

void dishes(const Arguments& arguments) { wash(arguments, dries); }
void dead_dryer(const Arguments& arguments) { wash(arguments, dies); }

std::optional<int> dry_if_dryer(int argc, char** argv) {
  if (argc != 3) return std::nullopt;
  if (argv[1] != std::string_view(dries) && argv[1] != std::string_view(dies))
    return std::nullopt;
  return dry(argv[2], argv[1] == std::string_view(dies));
}

}  // namespace workbook
