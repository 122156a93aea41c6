#include "05-queues/workers.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "05-queues/closable_queue.hpp"
#include "05-queues/stoppable_worker.hpp"
#include "workbook/timeline.hpp"

namespace workbook {
namespace {

using namespace std::chrono_literals;

using Photo = int;

// A stage's function for one of its workers: it takes `time` for a photo.
auto stage(Timeline& timeline, const std::string& lane,
           std::chrono::milliseconds time) {
  timeline.begin(lane, Timeline::Kind::wait);
  return [&timeline, lane, time](Photo photo) {
    timeline.begin(lane, Timeline::Kind::run, std::to_string(photo));
    std::this_thread::sleep_for(time);
    timeline.begin(lane, Timeline::Kind::wait);
    return photo;
  };
}

// Starts `count` workers of the stage `name`.
std::vector<StoppableWorker> start_stage(Timeline& timeline,
                                         const std::string& name, long count,
                                         std::chrono::milliseconds time,
                                         ClosableQueue<Photo>& in,
                                         ClosableQueue<Photo>& out) {
  std::vector<StoppableWorker> workers;
  for (long i = 1; i <= count; ++i) {
    workers.emplace_back(stage(timeline, fmt::format("{} {}", name, i), time),
                         in, out);
  }
  return workers;
}

// #region workers
double pass_photos(Timeline& timeline, long downloaders, long resizers,
                   long uploaders) {
  constexpr int photos = 20;
  ClosableQueue<Photo> to_download(4);
  ClosableQueue<Photo> to_resize(4);
  ClosableQueue<Photo> to_upload(4);
  ClosableQueue<Photo> done(photos);
  auto downloads = start_stage(timeline, "download", downloaders, 30ms,
                               to_download, to_resize);
  auto resizes =
      start_stage(timeline, "resize", resizers, 40ms, to_resize, to_upload);
  auto uploads =
      start_stage(timeline, "upload", uploaders, 50ms, to_upload, done);

  for (Photo photo = 1; photo <= photos; ++photo) to_download.push(photo);
  finish(to_download, downloads);
  finish(to_resize, resizes);
  finish(to_upload, uploads);
  return timeline.now();
}
// #endregion workers

}  // namespace

void workers(const Arguments& arguments) {
  if (!arguments.empty() && arguments.size() != 3)
    throw UsageError("three numbers of workers: download resize upload");
  std::vector<long> counts = {3, 4, 5};
  for (std::size_t i = 0; i < arguments.size(); ++i)
    counts[i] = to_number(arguments[i], "workers", 1, 50);

  Timeline alone("One worker a stage");
  fmt::print(
      "one worker a stage: {}\n",
      figure("one", fmt::format("{:.2f} s", pass_photos(alone, 1, 1, 1))));
  Timeline timeline(
      fmt::format("{}, {} and {} workers", counts[0], counts[1], counts[2]));
  const double seconds = pass_photos(timeline, counts[0], counts[1], counts[2]);
  fmt::print("{}, {} and {} workers: {}\n", counts[0], counts[1], counts[2],
             figure("many", fmt::format("{:.2f} s", seconds)));
  timeline.show();
}

}  // namespace workbook
