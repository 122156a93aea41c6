// Rejected: deadlock "every schedule: two consumers wait and two photos come"
//
// Tempting: consumers wait only while the queue is empty. So wake one when it
// was empty, and save the other wake-ups.
//
// Wrong: two consumers wait. The first photo wakes one of them. The second one
// comes before that consumer has the lock, finds a queue that is not empty,
// and wakes nobody.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <stdexcept>

struct Photo {
  int number = 0;
  std::size_t bytes = 0;
};

// Photos on their way between threads, together at most `capacity` bytes.
class PhotoQueue {
 public:
  explicit PhotoQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits until the photo fits. Throws std::invalid_argument for one that never
  // will.
  void push(Photo photo);

  // Waits until there is a photo, and takes the oldest.
  Photo pop();

  std::size_t capacity() const { return capacity_; }  // bytes

  // Of the photos that are in it now.
  std::size_t bytes() {
    const std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;  // guards all that follows
  std::condition_variable fits_;
  std::condition_variable not_empty_;
  std::deque<Photo> photos_;
  std::size_t bytes_ = 0;  // of all in photos_
};

inline void PhotoQueue::push(Photo photo) {
  if (photo.bytes > capacity_) throw std::invalid_argument("photo too large");
  std::unique_lock lock(mutex_);
  fits_.wait(lock, [&] { return bytes_ + photo.bytes <= capacity_; });
  photos_.push_back(photo);
  bytes_ += photo.bytes;
  if (photos_.size() == 1) not_empty_.notify_one();
}

inline Photo PhotoQueue::pop() {
  std::unique_lock lock(mutex_);
  not_empty_.wait(lock, [&] { return !photos_.empty(); });
  const Photo photo = photos_.front();
  photos_.pop_front();
  bytes_ -= photo.bytes;
  fits_.notify_all();
  return photo;
}
