#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "05-queues/image.hpp"
#include "workbook/sections.hpp"

namespace workbook {

// An image on its way through the stages.
struct ImageJob {
  std::filesystem::path file;
  Image image = {};
  std::string what = {};   // was done, e.g. "640 x 480 -> 320 x 240"
  std::string error = {};  // why it failed; empty: it did not
};

// The files of a folder that end in .ppm, .pgm or .pnm, by name. Throws
// std::filesystem::filesystem_error.
std::vector<std::filesystem::path> images_in(
    const std::filesystem::path& folder);

// Halves each image and puts the result into `output` under the same name: a
// pipeline of reading, halving and writing. Calls `progress` for each image,
// good or bad, when it is finished. Returns how many failed.
std::size_t halve_images(const std::vector<std::filesystem::path>& files,
                         const std::filesystem::path& output,
                         const std::function<void(const ImageJob&)>& progress);

// Makes twelve images to try it with.
void make_sample_images(const std::filesystem::path& folder);

// The section `images`: [--input DIR] [--output DIR].
void images(const Arguments& arguments);

}  // namespace workbook
