#include <doctest/doctest.h>

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "08-worker-queues/simulation_error.hpp"
#include "phases.hpp"
#include "workbook/values_in_words.hpp"

using workbook::with_causes;

namespace {

// As many pixels as the name is long; "?" cannot be loaded.
int load(const std::string& name) {
  if (name == "?") throw std::runtime_error("no such file");
  if (name == "!") throw 7;
  return static_cast<int>(name.size());
}

int shrink(int pixels) {
  if (pixels == 5) throw std::runtime_error("not divisible");
  return 10 * pixels;
}

// Photos of these names, numbered from 0, through both phases; the last comes
// out first.
std::vector<int> through_both(const std::vector<std::string>& names,
                              ClosableQueue<Shrunk>& out) {
  for (std::size_t i = names.size(); i-- > 0;)
    out.push(shrink_photo(load_photo({i, names[i]}, load), shrink));
  return collect(names.size(), out);
}

std::string error_of(const std::vector<std::string>& names) {
  ClosableQueue<Shrunk> out(10);
  try {
    through_both(names, out);
  } catch (const PhotoError& error) {
    return with_causes(error);
  }
  return "none";
}

}  // namespace

TEST_CASE("results are in the order of their numbers") {
  ClosableQueue<Shrunk> out(10);
  CHECK(through_both({"a", "bb", "ccc"}, out) == std::vector<int>{10, 20, 30});
  CHECK(through_both({}, out).empty());
}

TEST_CASE("a photo that cannot be loaded still gives a result") {
  CHECK_NOTHROW(load_photo({0, "?"}, load));
  CHECK_NOTHROW(shrink_photo(load_photo({0, "bbbbb"}, load), shrink));
}

TEST_CASE("an error names the photo and the cause") {
  CHECK(error_of({"a", "?", "ccc"}) == "photo ?: no such file");
  CHECK(error_of({"a", "bbbbb"}) == "photo bbbbb: not divisible");
}

TEST_CASE("what could not be loaded is not shrunk") {
  int calls = 0;
  const auto counting_shrink = [&](int pixels) {
    ++calls;
    return pixels;
  };
  shrink_photo(load_photo({0, "a"}, load), counting_shrink);
  CHECK(calls == 1);
  CHECK_NOTHROW(shrink_photo(load_photo({0, "?"}, load), counting_shrink));
  CHECK(calls == 1);
}

TEST_CASE("of several errors the one of the least number is thrown") {
  CHECK(error_of({"a", "?", "bbbbb"}) == "photo ?: no such file");
  CHECK(error_of({"a", "bbbbb", "?"}) == "photo bbbbb: not divisible");
}

TEST_CASE("in whatever order they come it is the least number's") {
  const std::vector<std::string> names = {"bbbbb", "?", "!"};
  ClosableQueue<Shrunk> out(10);
  for (const std::size_t i : {1, 0, 2})
    out.push(shrink_photo(load_photo({i, names[i]}, load), shrink));
  try {
    collect(3, out);
    FAIL("nothing was thrown");
  } catch (const PhotoError& error) {
    CHECK(with_causes(error) == "photo bbbbb: not divisible");
  }
}

TEST_CASE("the cause is what was thrown and not only its text") {
  ClosableQueue<Shrunk> out(10);
  int cause = 0;
  try {
    through_both({"!"}, out);
  } catch (const PhotoError& error) {
    try {
      std::rethrow_if_nested(error);
    } catch (const int number) {
      cause = number;
    } catch (...) {
      cause = -1;
    }
  }
  CHECK_MESSAGE(cause == 7, "load threw an int, and the cause is another one");
}

TEST_CASE("collect takes as many results as there were photos") {
  ClosableQueue<Shrunk> out(10);
  const Shrunk shrunk = shrink_photo(load_photo({0, "a"}, load), shrink);
  out.push(shrunk);
  out.push(shrunk);  // somebody else's
  CHECK(collect(1, out) == std::vector<int>{10});
  CHECK_MESSAGE(out.size() == 1, "collect(1, out) took two");
}

TEST_CASE("anything may be thrown") {
  CHECK_NOTHROW(load_photo({0, "!"}, load));
  CHECK(error_of({"!"}) == "photo !: unknown");
}

TEST_CASE("an error leaves nothing in the queue") {
  ClosableQueue<Shrunk> out(10);
  CHECK_THROWS_AS(through_both({"a", "?", "bbbbb", "?"}, out), PhotoError);
  CHECK(out.size() == 0);
  out.close();  // nothing is left, or this would pop it
  ClosableQueue<Shrunk> next(10);
  CHECK(through_both({"a"}, next) == std::vector<int>{10});
}
