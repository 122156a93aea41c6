#include "05-queues/halve_images.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

#include "05-queues/closable_queue.hpp"
#include "05-queues/files.hpp"
#include "05-queues/pnm.hpp"
#include "05-queues/stoppable_worker.hpp"

namespace workbook {
namespace {

namespace fs = std::filesystem;

// #region attempt
// A stage's function: a job that has failed passes by.
template <typename Step>
auto attempt(Step step) {
  return [step](ImageJob job) {
    try {
      if (job.error.empty()) step(job);
    } catch (const std::exception& error) {
      job.error = error.what();
    }
    return job;
  };
}
// #endregion attempt

bool has_image_name(const fs::path& file) {
  std::string extension = file.extension();
  for (char& letter : extension)
    if (letter >= 'A' && letter <= 'Z') letter += 'a' - 'A';
  return extension == ".ppm" || extension == ".pgm" || extension == ".pnm";
}

}  // namespace

std::vector<fs::path> images_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (has_image_name(entry.path())) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

// #region halve
std::size_t halve_images(const std::vector<fs::path>& files,
                         const fs::path& output,
                         const std::function<void(const ImageJob&)>& progress) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  constexpr std::size_t readers = 2;
  constexpr std::size_t writers = 2;
  constexpr std::size_t capacity = 2;  // images in memory between two stages

  ClosableQueue<ImageJob> to_read(capacity);
  ClosableQueue<ImageJob> to_halve(capacity);
  ClosableQueue<ImageJob> to_write(capacity);
  ClosableQueue<ImageJob> finished(files.size() + 1);

  const auto read = attempt(
      [](ImageJob& job) { job.image = parse_pnm(read_file(job.file)); });
  const auto halve_one = attempt([](ImageJob& job) {
    Image half = halve(job.image);
    job.what = fmt::format("{} x {} -> {} x {}", job.image.width,
                           job.image.height, half.width, half.height);
    job.image = std::move(half);
  });
  const auto write = attempt([&](ImageJob& job) {
    const Image half = std::exchange(job.image, {});
    replace_file(output / job.file.filename(), to_pnm(half));
  });
  auto reading = start_workers(readers, read, to_read, to_halve);
  auto halving = start_workers(cores, halve_one, to_halve, to_write);
  auto writing = start_workers(writers, write, to_write, finished);

  const std::jthread feeder([&] {
    for (const fs::path& file : files) to_read.push({file});
    finish(to_read, reading);
    finish(to_halve, halving);
    finish(to_write, writing);
    finished.close();
  });
  std::size_t failed = 0;
  for (const ImageJob& job : finished) {
    if (!job.error.empty()) ++failed;
    progress(job);
  }
  return failed;
}
// #endregion halve

}  // namespace workbook
