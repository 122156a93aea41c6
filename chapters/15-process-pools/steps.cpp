#include "15-process-pools/steps.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "15-process-pools/functions.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* in_steps = "--serve-in-steps";

using Stamps = std::vector<Clock::rep>;

void stamp(Stamps& stamps) {
  stamps.push_back(Clock::now().time_since_epoch().count());
}

int serve_in_steps() {
  Channel parent{UniqueFd(::dup(STDIN_FILENO))};
  Functions functions;
  functions.add("gcd", gcd);
  while (const auto request = parent.receive()) {
    // #region worker-steps
    Stamps stamps;
    stamp(stamps);  // 3: it was sent
    Reader reader(*request);
    const auto name = reader.read<std::string>();
    const auto pair = reader.read<Pair>();
    stamp(stamps);  // 4: deserialized
    functions.find(name);
    stamp(stamps);  // 5: the function is found
    const int divisor = gcd(pair);
    stamp(stamps);  // 6: it has run
    Writer answer;
    answer.write(divisor);
    stamp(stamps);  // 7: serialized
    // #endregion worker-steps
    answer.write(stamps);
    parent.push(answer.bytes);
    if (!parent.flush(Channel::Wait::yes)) break;
  }
  return 0;
}

StepTimes mean_of(const std::vector<StepTimes>& calls) {
  StepTimes mean{};
  for (std::size_t step = 0; step < mean.size(); ++step) {
    for (const StepTimes& call : calls) mean[step] += call[step];
    mean[step] /= static_cast<long>(calls.size());
  }
  return mean;
}

// Goes through the steps again, a thousand times slower.
void draw(const StepTimes& mean) {
  Timeline timeline("One call, a thousand times slower");
  timeline.begin("parent", Timeline::Kind::run);
  timeline.begin("worker", Timeline::Kind::wait);
  for (std::size_t step = 0; step < mean.size(); ++step) {
    const char* who = is_of_worker(step) ? "worker" : "parent";
    // While a message is on its way, both wait.
    const bool is_trip = step == to_worker || step == to_parent;
    timeline.begin(who, is_trip ? Timeline::Kind::wait : Timeline::Kind::run,
                   step_names[step]);
    if (step == first_of_worker)
      timeline.begin("parent", Timeline::Kind::wait, "waits for the answer");
    if (step == to_parent + 1) timeline.begin("worker", Timeline::Kind::wait);
    std::this_thread::sleep_for(1000 * mean[step]);
  }
  timeline.show();
}

}  // namespace

std::vector<StepTimes> call_in_steps(const std::vector<Pair>& pairs,
                                     Channel& worker,
                                     std::vector<int>& results) {
  std::vector<StepTimes> all;
  for (const Pair& each : pairs) {
    // #region parent-steps
    Stamps stamps;
    stamp(stamps);
    const Pair pair = each;
    stamp(stamps);  // 1: taken
    Writer request;
    request.write(std::string("gcd"));
    request.write(pair);
    stamp(stamps);  // 2: serialized
    worker.push(request.bytes);
    worker.flush(Channel::Wait::yes);
    const auto answer = worker.receive();
    if (!answer) throw std::runtime_error("the worker has gone");
    stamp(stamps);  // 8: it was sent
    Reader reader(*answer);
    const int divisor = reader.read<int>();
    stamp(stamps);  // 9: deserialized
    results.push_back(divisor);
    stamp(stamps);  // 10: merged
    // #endregion parent-steps
    const auto of_worker = reader.read<Stamps>();
    stamps.insert(stamps.begin() + first_of_worker, of_worker.begin(),
                  of_worker.end());
    StepTimes times{};
    for (std::size_t i = 0; i < times.size(); ++i)
      times[i] = std::chrono::nanoseconds(stamps.at(i + 1) - stamps.at(i));
    all.push_back(times);
  }
  return all;
}

std::optional<int> serve_in_steps_if_asked(int argc, char** argv) {
  if (argc != 2 || argv[1] != std::string_view(in_steps)) return std::nullopt;
  return serve_in_steps();
}

StepWorker::StepWorker(std::pair<UniqueFd, UniqueFd> ends)
    : process({"/proc/self/exe", in_steps},
              {.in = Stream(std::move(ends.second))}),
      channel(std::move(ends.first)) {}

void steps(const Arguments& arguments) {
  const long calls =
      arguments.empty() ? 5000 : to_number(arguments[0], "calls", 1, 1'000'000);
  StepWorker worker;
  std::vector<int> results;
  const auto count = static_cast<std::size_t>(calls);
  call_in_steps(std::vector<Pair>(count / 10 + 1, {48, 36}), worker.channel,
                results);  // to warm up
  const StepTimes mean = mean_of(call_in_steps(
      std::vector<Pair>(count, {48, 36}), worker.channel, results));
  double total = 0;
  for (std::size_t step = 0; step < mean.size(); ++step) {
    const auto micros = static_cast<double>(mean[step].count()) / 1000;
    total += micros;
    fmt::print("{:>3} {:<8} {:<18} {:7.2f} us\n", step + 1,
               is_of_worker(step) ? "worker" : "parent", step_names[step],
               micros);
  }
  const auto run = static_cast<double>(mean[run_step].count()) / 1000;
  const auto sent =
      static_cast<double>((mean[to_worker] + mean[to_parent]).count()) / 1000;
  fmt::print("a call takes {}, of which the function {} and the two trips {}\n",
             figure("total", fmt::format("{:.1f} us", total)),
             figure("run", fmt::format("{:.2f} us", run)),
             figure("sent", fmt::format("{:.1f} us", sent)));
  draw(mean);
}

}  // namespace workbook
