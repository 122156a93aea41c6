#include "05-queues/thousand_photos.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

#include "05-queues/closable_queue.hpp"
#include "05-queues/polling_queue.hpp"
#include "05-queues/polling_worker.hpp"
#include "05-queues/stoppable_worker.hpp"
#include "05-queues/usage.hpp"
#include "workbook/cpu_time.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

// #region stages
using Photo = int;

Photo download(Photo photo) { return photo; }
Photo resize(Photo photo) {
  std::this_thread::sleep_for(100us);  // the slow stage
  return photo;
}
Photo upload(Photo photo) { return photo; }
// #endregion stages

constexpr auto idle_time = 100ms;

int photo_count(const Arguments& arguments) {
  return arguments.empty()
             ? 1'000
             : static_cast<int>(to_number(arguments[0], "photos", 1, 20'000));
}

std::string count_figure(const std::string& name, long count) {
  return figure(name, fmt::format("{}", count));
}

void show_stage(const std::string& stage, const PollingWorker& worker) {
  fmt::print("{:<10}{:>8}{:>8}{:>11}\n", stage, worker.items(), worker.polls(),
             fmt::format("{:.2f} s", worker.idle_seconds()));
}

// #region busy
// Returns how often it looked.
long wait_busily(const PollingQueue<Photo>& done, std::size_t count) {
  long looks = 0;
  while (done.size() < count) ++looks;
  return looks;
}
// #endregion busy

std::string cpu_figure(double seconds) {
  return figure("cpu", fmt::format("{:.2f} ms", seconds * 1'000));
}

}  // namespace

void polling(const Arguments& arguments) {
  const int count = photo_count(arguments);
  std::size_t longest = 0;

  // #region polling
  PollingQueue<Photo> to_download;
  PollingQueue<Photo> to_resize;
  PollingQueue<Photo> to_upload;
  PollingQueue<Photo> done;
  // #endregion polling
  const auto resize_and_see = [&](Photo photo) {
    longest = std::max(longest, to_resize.size() + 1);
    return resize(photo);
  };
  // #region polling-workers
  const PollingWorker downloader(download, to_download, to_resize);
  const PollingWorker resizer(resize_and_see, to_resize, to_upload);
  const PollingWorker uploader(upload, to_upload, done);

  for (Photo photo = 0; photo < count; ++photo) to_download.push(photo);
  // #endregion polling-workers
  const double cpu = cpu_seconds_of_this_thread();
  const long looks = wait_busily(done, static_cast<std::size_t>(count));

  const auto polls = [&] {
    return downloader.polls() + resizer.polls() + uploader.polls();
  };
  fmt::print("{:<10}{:>8}{:>8}{:>11}\n", "worker", "photos", "polls", "idle");
  show_stage("download", downloader);
  show_stage("resize", resizer);
  show_stage("upload", uploader);
  fmt::print("\n{} polls for {} photos\n", count_figure("polls", polls()),
             count);
  fmt::print("main looked {} times at the end, for {} of CPU time\n",
             count_figure("looks", looks),
             cpu_figure(cpu_seconds_of_this_thread() - cpu));
  fmt::print("up to {} photos were at resize or in the queue before it\n",
             count_figure("longest", static_cast<long>(longest)));

  const long before = polls();
  std::this_thread::sleep_for(idle_time);
  fmt::print("all is done; in 0.1 s the workers looked {} more times\n",
             count_figure("idle", polls() - before));
}

void pipeline(const Arguments& arguments) {
  const int count = photo_count(arguments);
  std::size_t longest = 0;
  int uploaded = 0;

  constexpr std::size_t capacity = 8;
  ClosableQueue<Photo> to_download(capacity);
  ClosableQueue<Photo> to_resize(capacity);
  ClosableQueue<Photo> to_upload(capacity);
  const auto resize_and_see = [&](Photo photo) {
    longest = std::max(longest, to_resize.size() + 1);
    return resize(photo);
  };
  const auto upload_and_count = [&](Photo photo) {
    upload(photo);
    ++uploaded;
  };
  // #region pipeline
  StoppableWorker downloader(download, to_download, to_resize);
  StoppableWorker resizer(resize_and_see, to_resize, to_upload);
  StoppableWorker uploader(upload_and_count, to_upload);

  for (Photo photo = 0; photo < count; ++photo) to_download.push(photo);
  // #endregion pipeline

  const double cpu = cpu_seconds_of_this_thread();
  // #region waiting
  to_download.join();
  to_resize.join();
  to_upload.join();
  // #endregion waiting
  const double used = cpu_seconds_of_this_thread() - cpu;

  const long before = sleeps_of_others();
  std::this_thread::sleep_for(idle_time);
  const long idle_wakes = sleeps_of_others() - before;

  // #region closing
  to_download.close();
  downloader.join();
  to_resize.close();
  resizer.join();
  to_upload.close();
  uploader.join();
  // #endregion closing

  fmt::print("{} photos were uploaded\n", uploaded);
  fmt::print("main slept until the end, for {} of CPU time\n",
             cpu_figure(used));
  fmt::print("up to {} photos were at resize or in the queue before it\n",
             count_figure("longest", static_cast<long>(longest)));
  fmt::print("all is done; in 0.1 s the workers woke up {} times\n",
             count_figure("idle", idle_wakes));
  fmt::print("the queues are closed; the workers have ended\n");
}

}  // namespace workbook
