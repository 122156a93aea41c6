// Rejected: assert "collect(1, out) took two"
//
// Tempting: take results while there are any.
//
// Wrong: a queue that is empty now may get more, while workers still work; and
// what is in it may be another caller's. Count the answers: one for each task.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "05-queues/closable_queue.hpp"
#include "08-worker-queues/value_or_error.hpp"

using workbook::attempt;
using workbook::ClosableQueue;
using workbook::value_of;
using workbook::ValueOrError;

// Something went wrong with a photo, and with which one. Why is nested in it.
struct PhotoError : std::runtime_error {
  explicit PhotoError(const std::string& name)
      : std::runtime_error("photo " + name) {}
};

struct Photo {
  std::size_t number;  // its place among the results
  std::string name;
};

// What the first phase makes of a photo.
struct Loaded {
  Photo photo;
  ValueOrError<int> pixels;
};

// What the second phase makes of it.
struct Shrunk {
  Photo photo;
  ValueOrError<int> pixels;
};

// The first phase: a worker loads a photo. Throws nothing that `load` throws.
inline Loaded load_photo(const Photo& photo,
                         const std::function<int(std::string)>& load) {
  return {photo, attempt([&] { return load(photo.name); })};
}

// The second phase: a worker shrinks what was loaded.
inline Shrunk shrink_photo(const Loaded& loaded,
                           const std::function<int(int)>& shrink) {
  return {loaded.photo,
          attempt([&] { return shrink(value_of(loaded.pixels)); })};
}

// Takes the results of `count` photos out of the queue, and returns them by
// number. If some failed it throws PhotoError for the one with the least
// number, with the cause nested.
inline std::vector<int> collect(std::size_t count, ClosableQueue<Shrunk>& out) {
  std::vector<int> results(count);
  std::optional<Shrunk> failed;
  while (out.size() > 0) {
    const Shrunk shrunk = out.pop().value();
    if (const int* pixels = std::get_if<int>(&shrunk.pixels)) {
      results[shrunk.photo.number] = *pixels;
    } else if (!failed || shrunk.photo.number < failed->photo.number) {
      failed = shrunk;
    }
  }
  if (!failed) return results;
  try {
    value_of(failed->pixels);
  } catch (...) {
    std::throw_with_nested(PhotoError(failed->photo.name));
  }
  return results;
}
