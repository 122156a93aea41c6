#include "loops.hpp"

#include <atomic>
#include <latch>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "interleave/doctest.hpp"
#include "workbook/eventually.hpp"
#include "workbook/thread_probe.hpp"
#include "workbook/values_in_words.hpp"

namespace {

const Names names = {"a", "bb", "ccc"};
const std::vector<int> values = {0, 30, 60, 0, 90};

// "a! bb! ccc!": in a check, so that one that fails shows it.
template <typename T>
std::string text(const std::vector<T>& items) {
  std::ostringstream text;
  for (const T& item : items) text << (text.tellp() == 0 ? "" : " ") << item;
  return text.str();
}

int mean_of(int left, int middle, int right) {
  return (left + middle + right) / 3;
}

// Stands in for slow calls. Lets nobody through before all `count` are there;
// a caller that makes them one after the other, in its own thread, is told at
// once in place of waiting for ever.
class AllAtOnce {
 public:
  AllAtOnce(std::string who, int count) : who_(std::move(who)), all_(count) {}

  void call() {
    const bool is_own_thread = workbook::this_thread_id() == caller_;
    if (is_own_thread) {
      FAIL(who_, " called from one thread, one after the other");
    }
    all_.arrive_and_wait();
  }

 private:
  const std::string who_;
  const pid_t caller_ = workbook::this_thread_id();
  std::latch all_;
};

}  // namespace

TEST_CASE("fetch_all fetches all at once") {
  AllAtOnce calls("fetch_all", 3);
  const auto texts = fetch_all(names, [&](const std::string& name) {
    calls.call();
    return name + "!";
  });
  CHECK(text(texts) == "a! bb! ccc!");
}

// Where there are several threads, the first fetch returns when the others have
// returned and their threads have ended.
TEST_CASE("fetch_all returns texts in the order of the names") {
  const int before = workbook::thread_count();
  const pid_t caller = workbook::this_thread_id();
  std::atomic<int> others = 0;
  const auto texts = fetch_all(names, [&](const std::string& name) {
    if (name != "a") {
      ++others;
    } else if (workbook::this_thread_id() != caller) {
      CHECK(workbook::eventually([&] {
        return others == 2 && workbook::thread_count() == before + 1;
      }));
    }
    return name + "!";
  });
  CHECK(text(texts) == "a! bb! ccc!");
}

TEST_CASE("total_size asks for all sizes at once") {
  AllAtOnce calls("total_size", 3);
  CHECK(total_size(names, [&](const std::string& name) {
          calls.call();
          return static_cast<long>(name.size());
        }) == 6);
}

TEST_CASE("blur computes all means at once from the old values") {
  AllAtOnce calls("blur", 3);
  const auto blurred = blur(values, [&](int left, int middle, int right) {
    calls.call();
    return mean_of(left, middle, right);
  });
  CHECK(text(blurred) == "0 30 30 50 90");
}

TEST_CASE("no data race and no lost sum in any schedule") {
  CHECK_INTERLEAVINGS([] {
    CHECK(total_size({"a", "bb"}, [](const std::string& name) {
            return static_cast<long>(name.size());
          }) == 3);
  });
  CHECK_INTERLEAVINGS([] {
    CHECK(blur({0, 30, 60, 0}, mean_of) == std::vector<int>{0, 30, 30, 0});
  });
  CHECK_INTERLEAVINGS([] {
    CHECK(settle({0, 30, 60, 0}, mean_of) == std::vector<int>{0, 30, 30, 0});
  });
}

TEST_CASE("settle uses what it has already changed and goes in order") {
  std::vector<int> middles;
  std::mutex mutex;
  const auto settled = settle(values, [&](int left, int middle, int right) {
    const std::lock_guard lock(mutex);
    middles.push_back(middle);
    return mean_of(left, middle, right);
  });
  CHECK(text(settled) == "0 30 30 40 90");
  CHECK(text(middles) == "30 60 0");
}

TEST_CASE("first_up asks in order and no more than it has to") {
  Names asked;
  std::mutex mutex;
  const auto first = [&](const std::string& up) {
    asked.clear();
    return first_up(names, [&](const std::string& name) {
      const std::lock_guard lock(mutex);
      asked.push_back(name);
      return name == up;
    });
  };
  CHECK(first("bb") == 1);
  CHECK_MESSAGE(text(asked) == "a bb", "asked ", asked.size(),
                " servers, and 2 would have done");
  CHECK(first("none") == -1);
  CHECK(text(asked) == "a bb ccc");
}

TEST_CASE("without names and values there is nothing to do") {
  const auto never = [](const auto&...) -> int {
    FAIL("called");
    return 0;
  };
  CHECK(fetch_all({}, [&](const std::string& name) {
          return std::to_string(never(name));
        }).empty());
  CHECK(total_size({}, never) == 0);
  CHECK(first_up({}, never) == -1);
  for (const std::vector<int>& few :
       {std::vector<int>{}, std::vector<int>{1}, std::vector<int>{1, 2}}) {
    CHECK(text(blur(few, never)) == text(few));
    CHECK(text(settle(few, never)) == text(few));
  }
}
