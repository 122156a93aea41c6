#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "17-capstone/catalog.hpp"
#include "workbook/temporary_directory.hpp"

namespace workbook {

// A workbook of three exercises in two chapters, for tests. Nothing in it is
// compiled: a shell script plays CMake, and it "builds" an answer into another
// one, which does what the answer says:
//
//   // exits 0        the tests pass (1: one fails; 124: it is stuck...)
//   // says TEXT      printed besides
//   // waits          for ever
//   // loops          for ever
//   syntax error      does not build
//   // build waits    for ever
//
// `calls` in its folder has a line for each build and each test.
class FakeWorkbook {
 public:
  FakeWorkbook() {
    ::chmod(folder_.path().c_str(), 0755);  // also for another user
    add_chapter("01-first", "The first of all", "1. Tests");
    add_exercise("01-first", "one", "Exercise one");
    add_exercise("01-first", "other", "Exercise other");
    add_chapter("02-second", "Second: with a colon", "2. More tests");
    add_exercise("02-second", "last", "The last one");
    write("bin/cmake", cmake);
    ::chmod((root() / "bin/cmake").c_str(), 0755);
    std::filesystem::create_directories(root() / "build/log");
    write("calls", "");
    ::chmod((root() / "calls").c_str(), 0666);
  }

  std::filesystem::path root() const { return folder_.path(); }
  Places places() const { return {root(), root() / "build"}; }

  void write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = root() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(root() / name).rdbuf();
    return text.str();
  }
  bool has(const std::string& name) const {
    return std::filesystem::exists(root() / name);
  }

  // The learner saves.
  void answer(const std::string& id, const std::string& text) const {
    write("work/" + id + "/" + id.substr(id.find('/') + 1) + ".hpp",
          text + "\n");
  }

  // How often an answer was built and tested.
  int runs() const {
    int count = 0;
    std::istringstream lines(read("calls"));
    for (std::string line; std::getline(lines, line);)
      count += line.starts_with("test") ? 1 : 0;
    return count;
  }

  std::vector<std::string> tool(const std::vector<std::string>& words) const {
    std::vector<std::string> all = {WORKBOOK_TOOL, "--root", root(), "--build",
                                    root() / "build"};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }
  std::map<std::string, std::string> environment() const {
    const char* path = std::getenv("PATH");
    return {{"PATH", (root() / "bin").string() + ":" + (path ? path : "")},
            {"TERM", "xterm"},
            {"LANG", "C.UTF-8"},
            {"LC_ALL", "C.UTF-8"},
            {"NO_COLOR", "1"},
            {"VISUAL", ""},
            {"EDITOR", ""}};
  }

 private:
  void add_chapter(const std::string& name, const std::string& title,
                   const std::string& part) const {
    write("chapters/" + name + "/CMakeLists.txt", "chapter()\n");
    write("chapters/" + name + "/lesson.md",
          "---\ntitle: \"" + title + "\"\npart: " + part + "\n---\n");
  }
  void add_exercise(const std::string& chapter, const std::string& name,
                    const std::string& title) const {
    const std::string folder = "chapters/" + chapter + "/exercises/" + name;
    write(folder + "/README.md", "---\ntitle: " + title +
                                     "\nminutes: 20\nfile: " + name +
                                     ".hpp\n---\n" + readme);
    write(folder + "/test.cpp", "// the test of " + name + "\n");
    write(folder + "/starter/" + name + ".hpp", "// exits 1\n");
    write(folder + "/solution/" + name + ".hpp", "// exits 0: solution\n");
    write(folder + "/wrong/early/" + name + ".hpp", "");
    write(folder + "/wrong/late/" + name + ".hpp", "");
  }

  static constexpr const char* readme = R"(
You have a thing that does not work. It is slow, too.

Write `work` in `one.hpp`:

## Rules

- Nobody polls: while there is nothing to do, `work` sleeps.
- Every item is there in the end.

## Hints

<details>
<summary>Hint 1: where</summary>

Look at [the section](../../lesson.md#two-who-wait) of it.

</details>

<details>
<summary>Hint 2: what</summary>

The second hint.

</details>
)";

  static constexpr const char* cmake = R"sh(#!/bin/sh
# cmake --build BUILD --target CHAPTER.EXERCISE.work... -- -k 0
build=$2
root=$(dirname "$build")
shift 3
status=0
for target in "$@"; do
  [ "$target" != -- ] || break
  exercise=${target%.work}
  chapter=${exercise%%.*} name=${exercise#*.}
  answer=$root/work/$chapter/$name/$name.hpp
  folder=$build/chapters/$chapter/exercises
  mkdir -p "$folder"
  echo "build $target" >>"$root/calls"
  if grep -q 'build waits' "$answer"; then sleep 1000; fi
  if grep -q 'syntax error' "$answer"; then
    echo "FAILED: chapters/x/CMakeFiles/$target.dir/exercises/$name/test.cpp.o"
    echo "/usr/bin/c++ -I/x -std=c++20 -o a.o -c test.cpp"
    echo "In file included from $root/chapters/$chapter/exercises/$name/test.cpp:1:"
    echo "$answer:3:1: error: expected unqualified-id"
    echo "    3 | syntax error"
    echo "      | ^~~~~~"
    echo "ninja: build stopped: subcommand failed."
    status=1
    continue
  fi
  cat >"$folder/$name.work.new" <<END
#!/bin/sh
echo "test $target" >>'$root/calls'
out=/dev/null
for word in "\$@"; do case \$word in --out=*) out=\${word#--out=} ;; esac; done
$(sed -n 's,^// says ,echo ,p' "$answer")
$(grep -q '^// waits' "$answer" && echo 'sleep 1000')
$(grep -q '^// loops' "$answer" && echo 'while :; do :; done')
status=$(sed -n 's,^// exits \([0-9]*\).*,\1,p' "$answer")
case \$status in
  0) result='<OverallResultsAsserts test_case_success="true"/>' ;;
  *) result='<Expression success="false" type="CHECK" filename="/x/test.cpp" line="12">
<Original>work() == 7</Original><Expanded>3 == 7</Expanded></Expression>
<OverallResultsAsserts test_case_success="false"/>' ;;
esac
echo "<doctest><TestCase name=\"it begins\"><OverallResultsAsserts test_case_success=\"true\"/></TestCase>
<TestCase name=\"nobody polls: while waiting, work sleeps\">\$result</TestCase></doctest>" >"\$out"
exit \$status
END
  chmod +x "$folder/$name.work.new"
  mv "$folder/$name.work.new" "$folder/$name.work"
done
exit $status
)sh";

  TemporaryDirectory folder_;
};

}  // namespace workbook
