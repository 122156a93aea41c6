#include "05-queues/halve_images.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>

#include "05-queues/files.hpp"
#include "05-queues/pnm.hpp"
#include "workbook/temporary_directory.hpp"

using namespace workbook;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// What the user is told when the section is run with these arguments.
template <typename Error>
std::string failure(const Arguments& arguments) {
  try {
    images(arguments);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("images are found by their endings and sorted") {
  const TemporaryDirectory folder;
  for (const char* name : {"b.ppm", "a.pgm", "c.PPM", "d.pnm", "e.png", "ppm"})
    write(folder.path() / name, "");
  std::string names;
  for (const fs::path& file : images_in(folder.path()))
    names += file.filename().string() + " ";
  CHECK(names == "a.pgm b.ppm c.PPM d.pnm ");
}

TEST_CASE("good images are halved and bad ones are told by name") {
  const TemporaryDirectory input;
  const TemporaryDirectory output;
  write(input.path() / "a.pgm", "P5 2 1 255\n\x02\x04");
  write(input.path() / "bad.ppm", "P6 2 2 255\nx");
  write(input.path() / "c.ppm", "P6 1 1 255\nabc");
  fs::create_directory(input.path() / "folder.ppm");

  std::map<std::string, std::string> told;
  const std::size_t failed = halve_images(
      images_in(input.path()), output.path(), [&](const ImageJob& job) {
        told[job.file.filename()] = job.error.empty() ? job.what : job.error;
      });
  CHECK(failed == 2);
  CHECK(told.size() == 4);
  CHECK(told["a.pgm"] == "2 x 1 -> 1 x 1");
  CHECK(told["bad.ppm"] == "it has 1 of the 12 bytes of its pixels");
  CHECK(told["c.ppm"] == "1 x 1 -> 1 x 1");
  CHECK(told["folder.ppm"].ends_with("folder.ppm\": Is a directory"));
  CHECK(read_file(output.path() / "a.pgm") == "P5\n1 1\n255\n\x03");
  CHECK(read_file(output.path() / "c.ppm") == "P6\n1 1\n255\nabc");
  CHECK_FALSE(fs::exists(output.path() / "bad.ppm"));
}

TEST_CASE("no images give no results") {
  CHECK(halve_images({}, "/no/such/folder", [](const ImageJob&) {}) == 0);
}

TEST_CASE("a progress that throws ends the pipeline and not the program") {
  const TemporaryDirectory input;
  const TemporaryDirectory output;
  make_sample_images(input.path());
  CHECK_THROWS_WITH(
      halve_images(images_in(input.path()), output.path(),
                   [](const ImageJob&) { throw std::runtime_error("enough"); }),
      "enough");
}

TEST_CASE("the samples are twelve images of every kind") {
  const TemporaryDirectory folder;
  make_sample_images(folder.path());
  const auto files = images_in(folder.path());
  CHECK(files.size() == 12);
  bool has_gray = false;
  bool has_wide_samples = false;
  bool has_odd_side = false;
  for (const fs::path& file : files) {
    const Image image = parse_pnm(read_file(file));
    has_gray = has_gray || image.channels == 1;
    has_wide_samples = has_wide_samples || image.maximum == 65'535;
    has_odd_side = has_odd_side || image.width % 2 == 1;
  }
  CHECK(has_gray);
  CHECK(has_wide_samples);
  CHECK(has_odd_side);
}

TEST_CASE("wrong arguments are refused with what would be right") {
  CHECK(failure<UsageError>({"--size"}) ==
        "no option '--size'; there are --input DIR and --output DIR");
  CHECK(failure<UsageError>({"--output"}) == "--output needs a folder");
  CHECK(failure<UsageError>({"--output", "a", "--output", "b"}) ==
        "--output is given twice");
  CHECK(failure<UsageError>({"--input", "a"}) ==
        "--input needs --output DIR, for the halved images");
}

TEST_CASE("folders that cannot be used are refused by name") {
  const TemporaryDirectory folder;
  const std::string empty = folder.path();
  CHECK(failure<UsageError>({"--input", "/no/such", "--output", empty}) ==
        "read \"/no/such\": No such file or directory");
  CHECK(failure<UsageError>({"--input", empty, "--output", empty}) ==
        "\"" + empty + "\" has no .ppm, .pgm or .pnm file");
  write(folder.path() / "a.ppm", "P6 1 1 255\nabc");
  CHECK(failure<UsageError>({"--input", empty, "--output", empty + "/a.ppm"}) ==
        "write to \"" + empty + "/a.ppm\": Not a directory");
  CHECK(failure<UsageError>({"--input", empty, "--output", empty}) ==
        "--output is the folder of the input: the images in it would be lost");
}

TEST_CASE("the section fails at the end when an image has failed") {
  const TemporaryDirectory folder;
  const std::string input = folder.path() / "in";
  const std::string output = folder.path() / "new" / "out";
  fs::create_directory(input);
  write(fs::path(input) / "good.ppm", "P6 1 1 255\nabc");
  write(fs::path(input) / "bad.ppm", "P6 1 1 255\na");
  CHECK(failure<std::runtime_error>({"--input", input, "--output", output}) ==
        "1 of 2 images failed");
  CHECK(fs::exists(fs::path(output) / "good.ppm"));
}
