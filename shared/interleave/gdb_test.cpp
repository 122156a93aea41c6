// A failing schedule stops in a debugger, at the line that fails.

#include <stdio.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>

namespace {

std::string output_of(const std::string& command) {
  struct Close {
    void operator()(FILE* file) const { ::pclose(file); }
  };
  const std::unique_ptr<FILE, Close> pipe(::popen(command.c_str(), "re"));
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t size = 0;
       (size = std::fread(part.data(), 1, part.size(), pipe.get())) > 0;) {
    text.append(part.data(), size);
  }
  return text;
}

const std::string program = INTERLEAVE_DEMO;

std::string token_of(const std::string& section) {
  const std::string report = output_of(program + " " + section);
  const std::string before = "WORKBOOK_REPLAY=";
  const std::size_t at = report.find(before);
  REQUIRE(at != std::string::npos);
  return report.substr(at, report.find('\n', at) - at);
}

}  // namespace

TEST_CASE("gdb stops in the failing schedule, at the line that fails") {
  if (output_of("gdb --version 2>/dev/null").empty()) {
    MESSAGE("not tried: gdb is not installed");
    return;
  }
  const std::string said =
      output_of(token_of("lost-update") +
                " gdb -nx -batch -ex 'set breakpoint pending on'"
                " -ex 'break workbook::check if !holds' -ex run -ex up"
                " -ex 'print count' -ex 'info breakpoints' --args " +
                program + " lost-update 2>&1 </dev/null");
  INFO(said);
  if (said.find("ptrace") != std::string::npos) {
    MESSAGE("not tried: gdb may not trace processes here");
    return;
  }
  CHECK(said.find("hit Breakpoint 1") != std::string::npos);
  CHECK(said.find("breakpoint already hit 1 time") != std::string::npos);
  CHECK(said.find("check(count == 2)") != std::string::npos);
  CHECK(said.find("$1 = 1") != std::string::npos);  // an update is lost
}
