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
  int pixels;  // TODO: or the error in place of them
};

// What the second phase makes of it.
struct Shrunk {
  Photo photo;
  int pixels;  // TODO: or the error in place of them
};

// The first phase: a worker loads a photo. Throws nothing that `load` throws.
inline Loaded load_photo(const Photo& photo,
                         const std::function<int(std::string)>& load) {
  // TODO: what if load throws?
  return {photo, load(photo.name)};
}

// The second phase: a worker shrinks what was loaded.
inline Shrunk shrink_photo(const Loaded& loaded,
                           const std::function<int(int)>& shrink) {
  // TODO: what if shrink throws? What if the photo could not be loaded?
  return {loaded.photo, shrink(loaded.pixels)};
}

// Takes the results of `count` photos out of the queue, and returns them by
// number. If some failed it throws PhotoError for the one with the least
// number, with the cause nested.
inline std::vector<int> collect(std::size_t count, ClosableQueue<Shrunk>& out) {
  // TODO: by number; and errors
  std::vector<int> results;
  for (std::size_t i = 0; i < count; ++i)
    results.push_back(out.pop().value().pixels);
  return results;
}
