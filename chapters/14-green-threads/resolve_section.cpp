#include "14-green-threads/resolve_section.hpp"

#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <system_error>

#include "14-green-threads/dns_server.hpp"
#include "14-green-threads/resolver.hpp"
#include "14-green-threads/results_until.hpp"
#include "workbook/stopwatch.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

constexpr long longest_limit = 3'600'000;  // milliseconds
constexpr auto own_limit = 500ms;

std::map<std::string, DnsBehavior> own_names() {
  return {
      {"quick.test", {.addresses = {{{192, 0, 2, 1}}}, .delay = 10ms}},
      {"slow.test", {.addresses = {{{192, 0, 2, 2}}}, .delay = 80ms}},
      {"two.test",
       {.addresses = {{{192, 0, 2, 3}}, {{192, 0, 2, 4}}}, .delay = 40ms}},
      {"www.test",
       {.addresses = {{{192, 0, 2, 1}}}, .alias = "quick.test", .delay = 20ms}},
      {"lost.test",
       {.addresses = {{{192, 0, 2, 5}}}, .delay = 30ms, .drops = 1}},
      {"lies.test",
       {.addresses = {{{192, 0, 2, 6}}},
        .delay = 50ms,
        .lies = {Lie::wrong_id, Lie::wrong_question, Lie::pointer_loop,
                 Lie::cut_short}}},
      {"large.test", {.addresses = {}, .delay = 15ms, .is_truncated = true}},
      {"silent.test", {.addresses = {}, .is_silent = true}},
  };
}

const std::vector<std::string> asked_names = {
    "quick.test", "slow.test",  "two.test",     "www.test",   "lost.test",
    "lies.test",  "large.test", "missing.test", "silent.test"};

struct Answer {
  std::string text;
  double seconds = 0;
};

std::string to_text(const std::vector<Ipv4>& addresses) {
  std::string text;
  for (const Ipv4 address : addresses)
    text += (text.empty() ? "" : " ") + address.text();
  return text;
}

// #region resolve-all
// What became of each name by then; nothing where the answer is not there.
std::vector<std::optional<Answer>> resolve_all(
    GreenLoop& loop, const Endpoint& server,
    const std::vector<std::string>& names, std::chrono::milliseconds limit,
    Timeline* timeline) {
  const auto ask = [&](const std::string& name) -> Answer {
    const Stopwatch stopwatch;
    if (timeline) timeline->begin(name, Timeline::Kind::wait);
    std::string text;
    try {
      text = to_text(resolve(loop, server, name));
    } catch (const ResolveError& error) {
      text = error.why;
    } catch (const std::system_error& error) {
      text = error.what();
    }
    if (timeline) timeline->end(name);
    return {text, stopwatch.seconds()};
  };
  std::vector<Green<Answer>> asking;
  asking.reserve(names.size());
  for (const std::string& name : names)
    asking.push_back(loop.spawn([&] { return ask(name); }));
  return results_until(asking, loop.now() + limit);
}
// #endregion resolve-all

void print_answers(const std::vector<std::string>& names,
                   const std::vector<std::optional<Answer>>& answers,
                   std::chrono::milliseconds limit) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (answers[i]) {
      fmt::print("{:<14} {:<42} {:>5.0f} ms\n", names[i], answers[i]->text,
                 answers[i]->seconds * 1e3);
    } else {
      fmt::print("{:<14} none ({} ms were over)\n", names[i], limit.count());
    }
  }
}

void resolve_given(const ResolveArguments& given) {
  GreenLoop loop;
  loop.run([&] {
    const auto answers =
        resolve_all(loop, *given.server, given.names, given.limit, nullptr);
    print_answers(given.names, answers, given.limit);
  });
}

void resolve_own() {
  GreenLoop loop;
  DnsServer server(own_names());
  Timeline timeline("Nine names at once");
  loop.run([&] {
    loop.spawn([&] { server.serve(loop); });
    const Stopwatch stopwatch;
    const auto answers =
        resolve_all(loop, server.endpoint(), asked_names, own_limit, &timeline);
    const double elapsed = stopwatch.seconds();
    print_answers(asked_names, answers, own_limit);
    double sum = 0;
    for (const auto& answer : answers)
      sum += answer ? answer->seconds
                    : std::chrono::duration<double>(own_limit).count();
    fmt::print("all of them: {} ms; one after the other it would be {} ms\n",
               figure("together", fmt::format("{:.0f}", elapsed * 1e3)),
               figure("sum", fmt::format("{:.0f}", sum * 1e3)));
    fmt::print("questions: {} for lost.test, {} for silent.test\n",
               figure("lost", std::to_string(server.asked_for("lost.test"))),
               server.asked_for("silent.test"));
  });
  timeline.show();
}

}  // namespace

ResolveArguments parse_resolve_arguments(const Arguments& arguments) {
  ResolveArguments parsed;
  bool has_limit = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--server" || word == "--limit-ms") {
      if (++i == arguments.size())
        throw UsageError(fmt::format("{} needs a value", word));
      if (word == "--server")
        parsed.server = to_endpoint(arguments[i], word);
      else
        parsed.limit = std::chrono::milliseconds(
            to_number(arguments[i], word, 1, longest_limit));
      has_limit = has_limit || word == "--limit-ms";
    } else if (word.starts_with('-')) {
      throw UsageError(
          fmt::format("no option '{}'; there are: "
                      "--server HOST:PORT, --limit-ms N",
                      word));
    } else {
      try {
        parsed.names.push_back(to_host_name(word));
      } catch (const std::invalid_argument& error) {
        throw UsageError(error.what());
      }
    }
  }
  if (!parsed.names.empty() && !parsed.server)
    throw UsageError("names need a server to ask: --server HOST:PORT");
  if (has_limit && !parsed.server)
    throw UsageError("--limit-ms needs --server");
  if (parsed.server && parsed.names.empty())
    throw UsageError("--server needs names to ask for");
  return parsed;
}

void resolve_section(const Arguments& arguments) {
  const ResolveArguments parsed = parse_resolve_arguments(arguments);
  if (parsed.server)
    resolve_given(parsed);
  else
    resolve_own();
}

}  // namespace workbook
