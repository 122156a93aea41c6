# chapter() and exercise(): all that a chapter's CMakeLists.txt says.
#
#   chapter(USES 04-locks)   # the chapter of this folder, and the earlier chapters it builds on
#   exercise(bounded)        # exercises/bounded
#
# What each makes is told above its definition. A folder that breaks its contract stops the configure
# step with a message that says what is missing.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_EXTENSIONS OFF)

set(WORKBOOK_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")
option(WORKBOOK_WERROR "Treat warnings as errors" OFF)

# A quick linker, where there is one: a learner waits for it after each save.
include(CheckLinkerFlag)
if(NOT WORKBOOK_SANITIZE AND NOT CMAKE_EXE_LINKER_FLAGS MATCHES "-fuse-ld=")
  foreach(linker IN ITEMS lld gold)
    check_linker_flag(CXX "-fuse-ld=${linker}" WORKBOOK_HAS_${linker})
    if(WORKBOOK_HAS_${linker})
      add_link_options("-fuse-ld=${linker}")
      break()
    endif()
  endforeach()
endif()

set_property(GLOBAL PROPERTY JOB_POOLS capture=1)  # programs that measure run one at a time

# What all code of the book is compiled with. `#include "05-queues/x.hpp"`, `#include "workbook/x.hpp"`.
add_library(workbook_options INTERFACE)
target_compile_features(workbook_options INTERFACE cxx_std_20)
target_include_directories(workbook_options INTERFACE
  "${PROJECT_SOURCE_DIR}/chapters" "${PROJECT_SOURCE_DIR}/shared")
target_compile_options(workbook_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow)
if(WORKBOOK_WERROR)
  target_compile_options(workbook_options INTERFACE -Werror)
endif()
# g++ compiles a tenth to a fifth faster when it and its assembler work at once and it need not collect garbage.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(workbook_options INTERFACE -pipe --param=ggc-min-heapsize=1048576)  # KiB
endif()
if(WORKBOOK_SANITIZE)
  set(sanitize -fsanitize=${WORKBOOK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_compile_options(workbook_options INTERFACE ${sanitize} -O0 -g1)  # quick to build, with lines in reports
  target_link_options(workbook_options INTERFACE ${sanitize})
endif()

# Tests and answers to exercises are compiled for a quick result, not for speed.
set(WORKBOOK_QUICK_COMPILE "")
if(NOT WORKBOOK_SANITIZE)
  set(WORKBOOK_QUICK_COMPILE -O0 -D_GLIBCXX_ASSERTIONS)  # a bad index says so
endif()

# Headers that are compiled once: for what chapters' programs are made of, for tests, for exercises and what is explored,
# and with Asio, for programs and for tests. Each header takes its time again in every file, used or not: g++ leaves the
# templates of a precompiled header to whoever includes it. A learner waits for an exercise after each save, so there are
# but those that most of them need.
set(WORKBOOK_PRECOMPILED
  <algorithm> <array> <atomic> <chrono> <condition_variable> <cstdint> <filesystem> <fstream> <functional> <future>
  <map> <memory> <mutex> <optional> <sstream> <stdexcept> <string> <string_view> <thread> <vector> <fmt/format.h>)
set(for_tests <doctest/doctest.h> "${PROJECT_SOURCE_DIR}/shared/workbook/compiled_once.hpp")
set(WORKBOOK_PRECOMPILED_FOR_TESTS ${WORKBOOK_PRECOMPILED} ${for_tests})
set(WORKBOOK_PRECOMPILED_FOR_EXERCISES ${WORKBOOK_PRECOMPILED_FOR_TESTS})
list(REMOVE_ITEM WORKBOOK_PRECOMPILED_FOR_EXERCISES <filesystem> <fstream> <map> <sstream> <fmt/format.h>)
set(WORKBOOK_PRECOMPILED_ASIO
  <asio/awaitable.hpp> <asio/co_spawn.hpp> <asio/connect.hpp> <asio/detached.hpp> <asio/io_context.hpp>
  <asio/ip/tcp.hpp> <asio/ip/udp.hpp> <asio/post.hpp> <asio/read_until.hpp> <asio/signal_set.hpp>
  <asio/steady_timer.hpp> <asio/thread_pool.hpp> <asio/use_awaitable.hpp> <asio/write.hpp>)

# A test executable: with the shared main() and the headers that were compiled once for `precompiled`; EXPLORED or not.
function(workbook_test_target target explored precompiled)
  target_link_libraries(${target} PRIVATE workbook_test_main)
  if(explored)
    target_link_libraries(${target} PRIVATE interleave_doctest)
    explorable(${target})
  endif()
  if(explored AND TARGET interleave)
    target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
    target_precompile_headers(${target} REUSE_FROM workbook_explored_precompiled)
    # As objects: they are what is linked, and not a library's own copy that is not explorable.
    target_sources(${target} PRIVATE "$<TARGET_OBJECTS:workbook_explored_precompiled>")
  else()
    target_compile_options(${target} PRIVATE ${WORKBOOK_QUICK_COMPILE})
    get_property(asio DIRECTORY PROPERTY workbook_asio)
    if(asio)
      target_precompile_headers(${target} REUSE_FROM workbook_asio_test_precompiled)
      target_link_libraries(${target} PRIVATE workbook_asio_test_precompiled)
    else()
      target_precompile_headers(${target} REUSE_FROM ${precompiled})
    endif()
  endif()
endfunction()

# What a chapter's program is made of, likewise.
function(workbook_program_target target)
  get_property(asio DIRECTORY PROPERTY workbook_asio)
  if(asio)
    target_precompile_headers(${target} REUSE_FROM workbook_asio_precompiled)
  else()
    target_precompile_headers(${target} REUSE_FROM workbook)
  endif()
endfunction()

# A test of ours ends by itself when it is stuck (shared/workbook/supervise.hpp); this is for a machine that is.
set(WORKBOOK_TEST_TIMEOUT 300)

# chapter([USES <chapter>...] [ASIO] [MPI] [COMPUTES] [QUICK])
#
# With ASIO, its code may include Asio; with MPI, it may include mpi.h where WORKBOOK_MPI is defined. With COMPUTES, its
# program is optimized under sanitizers too, where it would take minutes otherwise. With QUICK, it is compiled for a
# quick build rather than for speed.
#
# Targets, for chapters/05-queues: `05-queues` (the program, main.cpp), `05-queues_test` (*_test.cpp),
# `05-queues_bench` (*_bench.cpp, with WORKBOOK_BENCH) and `05-queues_library` (the other *.cpp, and the
# headers). Every doctest case becomes a CTest test labeled `05-queues`. What interleave explores is in programs
# of its own: `05-queues_explored` (explored.cpp; main.cpp calls its sections with explored_section()) and
# `05-queues_explored_test` (*_explored_test.cpp).
function(chapter)
  cmake_parse_arguments(PARSE_ARGV 0 arg "ASIO;MPI;COMPUTES;QUICK" "" "USES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "chapter(): unknown argument '${arg_UNPARSED_ARGUMENTS}'; it takes USES <chapter>..., ASIO, MPI, COMPUTES, QUICK")
  endif()
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME name)
  set(chapter "${name}")
  set_property(DIRECTORY PROPERTY workbook_chapter "${name}")
  set_property(DIRECTORY PROPERTY workbook_asio "${arg_ASIO}")

  if(NOT name MATCHES "^[0-9][0-9]-[a-z0-9-]+$")
    message(FATAL_ERROR "chapters/${name}: a chapter's folder is named like 05-queues")
  endif()
  foreach(needed lesson.md main.cpp)
    if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${needed}")
      message(FATAL_ERROR "chapters/${name} has no ${needed}; every chapter has a lesson and a program")
    endif()
  endforeach()
  foreach(used IN LISTS arg_USES)
    if(NOT EXISTS "${PROJECT_SOURCE_DIR}/chapters/${used}/CMakeLists.txt")
      message(FATAL_ERROR "chapters/${name} uses ${used}, which does not exist")
    endif()
    if(NOT used STRLESS name)
      message(FATAL_ERROR "chapters/${name} uses ${used}, which comes later; a chapter may use earlier ones only")
    endif()
  endforeach()
  workbook_check_includes("${name}" "${arg_USES}")

  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  file(GLOB tests CONFIGURE_DEPENDS *_test.cpp)
  file(GLOB benches CONFIGURE_DEPENDS *_bench.cpp)
  file(GLOB explored_tests CONFIGURE_DEPENDS *_explored_test.cpp)
  file(GLOB explored CONFIGURE_DEPENDS explored.cpp)
  set(program "${CMAKE_CURRENT_SOURCE_DIR}/main.cpp")
  list(REMOVE_ITEM sources ${program} ${explored} ${tests} ${benches})
  list(REMOVE_ITEM tests ${explored_tests})

  if(sources)
    add_library(${name}_library STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${name}_library INTERFACE)
    set(scope INTERFACE)
  endif()
  list(TRANSFORM arg_USES APPEND _library OUTPUT_VARIABLE used_libraries)
  target_link_libraries(${name}_library ${scope} workbook ${used_libraries})
  if(arg_ASIO)
    target_link_libraries(${name}_library ${scope} asio)
  endif()
  if(arg_MPI AND TARGET workbook_mpi)
    target_link_libraries(${name}_library ${scope} workbook_mpi)
  endif()

  add_executable(${name} ${program})
  target_link_libraries(${name} PRIVATE ${name}_library)
  workbook_program_target(${name})
  if(sources AND arg_QUICK)
    target_compile_options(${name}_library PRIVATE ${WORKBOOK_QUICK_COMPILE})
    target_precompile_headers(${name}_library PRIVATE ${WORKBOOK_PRECOMPILED})
  elseif(sources)
    workbook_program_target(${name}_library)
  endif()
  if(WORKBOOK_SANITIZE AND arg_COMPUTES)
    set_source_files_properties(${program} ${sources} PROPERTIES COMPILE_OPTIONS -O1 SKIP_PRECOMPILE_HEADERS ON)
  endif()

  if(NOT tests)
    message(FATAL_ERROR "chapters/${name} has no *_test.cpp; every claim of a lesson has a test")
  endif()
  add_executable(${name}_test ${tests})
  target_link_libraries(${name}_test PRIVATE ${name}_library)
  workbook_test_target(${name}_test OFF workbook_test_main)
  add_dependencies(${name}_test ${name})  # tests may run the program
  workbook_discover_tests(${name}_test "${name}")

  if(explored_tests)
    add_executable(${name}_explored_test ${explored_tests})
    target_link_libraries(${name}_explored_test PRIVATE ${name}_library)
    workbook_test_target(${name}_explored_test ON workbook_test_main)
    workbook_discover_tests(${name}_explored_test "${name}")
  endif()
  if(explored AND TARGET interleave)
    add_executable(${name}_explored ${explored})
    target_link_libraries(${name}_explored PRIVATE ${name}_library)
    explorable(${name}_explored)
    add_dependencies(${name} ${name}_explored)
  endif()

  # All sections together, as a reader runs them; and the two mistakes that every program answers.
  add_test(NAME "${name}: its program runs every section" COMMAND ${name})
  workbook_prove("${name}: its program names the sections when there is no such one"
    KIND usage TEXT "${name}: no section 'nosuch'; there are: " COMMAND "$<TARGET_FILE:${name}>" nosuch)
  set_tests_properties("${name}: its program runs every section" PROPERTIES
    LABELS "${name}" TIMEOUT ${WORKBOOK_TEST_TIMEOUT})

  if(WORKBOOK_BENCH AND benches)
    add_executable(${name}_bench ${benches})
    target_link_libraries(${name}_bench PRIVATE ${name}_library benchmark::benchmark_main)
  endif()

  set(also "")
  if(TARGET ${name}_explored)
    set(also ${name}_explored)
  endif()
  workbook_capture("${name}" ${name} ${also})
  workbook_register("${name}" "${arg_USES}")
endfunction()

# exercise(<name> [EXPLORED] [MPI] [FILES])
#
# With EXPLORED, interleave can explore the answers: test.cpp may use interleave/doctest.hpp. With MPI, they need
# it: where it is missing, the learner's program fails with a line that says so, and nothing is proved. With FILES,
# <filesystem>, <fstream> and fmt are precompiled for it, too: for what includes them, if only by way of a chapter.
#
# An answer is the file that README.md names. A header is included by test.cpp. A source, for an answer that is
# functions alone, defines what the header of the same name beside test.cpp declares: then the test is compiled once for
# all answers, and not again when a learner saves. So is fixture.cpp, where there is one: what test.cpp uses and no
# answer changes.
#
# For exercises/<name> of this chapter, a program for each answer: `<chapter>.<name>.starter`, `.solution`,
# `.wrong.<why>`, and `.work` for the learner's own in work/<chapter>/<name>. The proof of the exercise is a
# CTest test for each: the solution passes; the starter and every wrong answer are rejected for the reason
# they declare: the starter in README.md (`starter: assert "text"`), a wrong answer in its first line
# (`// Rejected: timeout "text"`). shared/cmake/prove.cmake knows the reasons.
function(exercise name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "EXPLORED;MPI;FILES" "" "")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "exercise(${name}): unknown argument '${arg_UNPARSED_ARGUMENTS}'; it takes EXPLORED, MPI, FILES")
  endif()
  get_property(chapter DIRECTORY PROPERTY workbook_chapter)
  set(folder "${CMAKE_CURRENT_SOURCE_DIR}/exercises/${name}")
  set(shown "chapters/${chapter}/exercises/${name}")
  if(NOT EXISTS "${folder}/README.md" OR NOT EXISTS "${folder}/test.cpp")
    message(FATAL_ERROR "${shown}: an exercise has a README.md and a test.cpp")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${folder}/README.md")

  file(STRINGS "${folder}/README.md" file REGEX "^file: ")
  string(REGEX REPLACE "^file: *" "" file "${file}")
  if(NOT file MATCHES "^([a-z0-9_]+)\\.(hpp|cpp)$")
    message(FATAL_ERROR "${shown}/README.md: the front matter has no line like `file: ${name}.hpp`")
  endif()
  set(declares "${CMAKE_MATCH_1}.hpp")
  set(is_source OFF)
  if(CMAKE_MATCH_2 STREQUAL "cpp")
    set(is_source ON)
    if(NOT EXISTS "${folder}/${declares}")
      message(FATAL_ERROR "${shown} has no ${declares}, which declares what ${file} defines")
    endif()
  endif()
  file(STRINGS "${folder}/README.md" starter_reason REGEX "^starter: ")
  string(REGEX REPLACE "^starter: *" "" starter_reason "${starter_reason}")

  file(GLOB wrong_answers CONFIGURE_DEPENDS RELATIVE "${folder}/wrong" "${folder}/wrong/*")
  list(LENGTH wrong_answers count)
  if(count LESS 2)
    message(FATAL_ERROR "${shown} has ${count} wrong answers; an exercise has at least two in wrong/<why>/${file}")
  endif()
  foreach(answer starter solution)
    if(NOT EXISTS "${folder}/${answer}/${file}")
      message(FATAL_ERROR "${shown} has no ${answer}/${file}")
    endif()
  endforeach()

  if(arg_MPI AND NOT TARGET workbook_mpi)
    set(target ${chapter}.${name}.work)
    add_executable(${target} EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/shared/workbook/mpi_is_missing.cpp")
    workbook_test_target(${target} OFF workbook_test_main)
    set_target_properties(${target} PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/exercises" OUTPUT_NAME ${name}.work)
    add_test(NAME "${chapter}/${name}: MPI is missing" COMMAND "${CMAKE_COMMAND}" -E echo
      "Nothing is proved without MPI; on Debian or Ubuntu: apt-get install openmpi-bin libopenmpi-dev")
    set_tests_properties("${chapter}/${name}: MPI is missing" PROPERTIES
      LABELS "${chapter};proof" SKIP_REGULAR_EXPRESSION "without MPI")
    set_property(GLOBAL APPEND PROPERTY workbook_exercises_${chapter} "${name}")
    return()
  endif()

  file(GLOB compiled_once CONFIGURE_DEPENDS "${folder}/fixture.cpp")
  if(is_source)
    list(APPEND compiled_once "${folder}/test.cpp")
  endif()
  if(compiled_once)
    set(target ${chapter}.${name}.once)
    add_library(${target} OBJECT ${compiled_once})
    workbook_exercise_target(${target})
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
    set(compiled_once "$<TARGET_OBJECTS:${target}>")
  endif()
  # What is explored has no data race in any schedule; ThreadSanitizer would look at a few.
  if(NOT (arg_EXPLORED AND WORKBOOK_SANITIZE STREQUAL "thread"))
    workbook_answer(solution "${folder}/solution" "pass")
  endif()
  workbook_answer(work "${PROJECT_SOURCE_DIR}/work/${chapter}/${name}" "")
  # A rejected answer may be undefined behavior, so only solutions meet the sanitizers.
  if(NOT WORKBOOK_SANITIZE AND (TARGET interleave OR NOT arg_EXPLORED))
    workbook_answer(starter "${folder}/starter" "${starter_reason}")
    foreach(why IN LISTS wrong_answers)
      set(header "${folder}/wrong/${why}/${file}")
      if(NOT EXISTS "${header}")
        message(FATAL_ERROR "${shown} has no wrong/${why}/${file}")
      endif()
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${header}")
      file(STRINGS "${header}" reason REGEX "^// Rejected: " LIMIT_COUNT 1)
      string(REGEX REPLACE "^// Rejected: *" "" reason "${reason}")
      workbook_answer(wrong.${why} "${folder}/wrong/${why}" "${reason}")
    endforeach()
  endif()
  set_property(GLOBAL APPEND PROPERTY workbook_exercises_${chapter} "${name}")
endfunction()

# What the programs of the caller's exercise and their parts have in common.
function(workbook_exercise_target target)
  target_link_libraries(${target} PRIVATE ${chapter}_library)
  set(precompiled workbook_exercise_precompiled)
  if(arg_FILES)
    set(precompiled workbook_test_main)
  endif()
  workbook_test_target(${target} "${arg_EXPLORED}" ${precompiled})
  if(is_source)
    target_include_directories(${target} PRIVATE "${folder}")
  endif()
  # It is one file, and the folder that a unity build generates is not there when the tool compiles it.
  set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
endfunction()

# One answer to the exercise of the caller: its program and, unless `expected` is empty, its proof.
function(workbook_answer answer answer_folder expected)
  set(target ${chapter}.${name}.${answer})
  if(is_source)
    add_executable(${target} EXCLUDE_FROM_ALL "${answer_folder}/${file}" ${compiled_once})
    if(answer STREQUAL "work")  # may not be there yet
      set_source_files_properties("${answer_folder}/${file}" PROPERTIES GENERATED ON)
    endif()
    set(compiled "${answer_folder}/${file}")
  else()
    add_executable(${target} EXCLUDE_FROM_ALL "${folder}/test.cpp" ${compiled_once})
    target_include_directories(${target} BEFORE PRIVATE "${answer_folder}")
    set(compiled "${folder}/test.cpp")
  endif()
  workbook_exercise_target(${target})
  set_target_properties(${target} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/exercises" OUTPUT_NAME ${name}.${answer})
  if(expected STREQUAL "" AND answer STREQUAL "work")
    return()
  endif()
  if(NOT arg_EXPLORED)
    target_compile_options(${target} PRIVATE -g1)  # lines are enough, for reports: nobody debugs it
  endif()

  if(expected STREQUAL "pass")
    set(kind pass)
    set(text "")
  elseif(expected MATCHES "^(assert|compile|race|deadlock|timeout|leak|crash) \"([^\"]+)\"$")
    set(kind ${CMAKE_MATCH_1})
    set(text "${CMAKE_MATCH_2}")
  else()
    message(FATAL_ERROR "${shown}: ${answer} declares no reason to be rejected; it needs one like: assert \"text of the failure\"")
  endif()
  if(kind STREQUAL "compile")
    set(compile "${CMAKE_CXX_COMPILER};-std=c++20;-fsyntax-only;-I${answer_folder}")
    list(APPEND compile "-I${folder}" "-I${PROJECT_SOURCE_DIR}/chapters" "-I${PROJECT_SOURCE_DIR}/shared" "${compiled}")
    set(command "${compile}")
  else()
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL OFF)
    set(command "$<TARGET_FILE:${target}>")
  endif()
  if(kind STREQUAL "pass")
    set(verdict "passes")
  else()
    set(verdict "is rejected: ${kind}")
  endif()
  set(test "${chapter}/${name}: ${answer} ${verdict}")
  workbook_prove("${test}" KIND ${kind} TEXT "${text}" COMMAND ${command})
  set_tests_properties("${test}" PROPERTIES LABELS "${chapter};proof")
endfunction()

# A test that `COMMAND <command...>` ends as KIND says and prints TEXT; prove.cmake knows the kinds.
function(workbook_prove test)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "KIND;TEXT" "COMMAND")
  add_test(NAME "${test}" COMMAND "${CMAKE_COMMAND}" -D "KIND=${arg_KIND}" -D "TEXT=${arg_TEXT}"
           -D "COMMAND=${arg_COMMAND}" -P "${PROJECT_SOURCE_DIR}/shared/cmake/prove.cmake")
  set_tests_properties("${test}" PROPERTIES LABELS "${chapter}" TIMEOUT ${WORKBOOK_TEST_TIMEOUT})
endfunction()

# Every doctest case of `target` becomes a CTest test, in a process of its own; further arguments are CTest
# properties. Its label is `label` or, where it has one, its doctest suite: `thorough` for tests of minutes
# (doctest's script finds the suite only of a case without a comma in its name).
function(workbook_discover_tests target label)
  doctest_discover_tests(${target} TEST_PREFIX "${label}: " ADD_LABELS 1
    PROPERTIES LABELS "${label}" TIMEOUT ${WORKBOOK_TEST_TIMEOUT} ${ARGN}
    FAIL_REGULAR_EXPRESSION "test cases: +0 [|]")  # a name that selects nothing must not pass
endfunction()

# A file that includes a header of another chapter says so with USES.
function(workbook_check_includes name uses)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS *.hpp *.cpp)
  foreach(file IN LISTS files)
    file(STRINGS "${file}" includes REGEX "^#include \"[0-9][0-9]-[a-z0-9-]+/")
    foreach(include IN LISTS includes)
      string(REGEX REPLACE "^#include \"([^/]+)/.*" "\\1" used "${include}")
      if(NOT used STREQUAL name AND NOT used IN_LIST uses)
        cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
        message(FATAL_ERROR "${file} includes a header of ${used}; chapters/${name}/CMakeLists.txt must say chapter(USES ${used})")
      endif()
    endforeach()
  endforeach()
endfunction()

# What each section of the program `target` prints, for the book; made anew only when the program changed, or one
# of the targets that follow.
function(workbook_capture name target)
  set(captured "${PROJECT_BINARY_DIR}/captured/${name}")
  add_custom_command(OUTPUT "${captured}/.captured"
    COMMAND "${CMAKE_COMMAND}" -D "PROGRAM=$<TARGET_FILE:${target}>" -D "INTO=${captured}"
            -P "${PROJECT_SOURCE_DIR}/shared/cmake/capture.cmake"
    COMMAND "${CMAKE_COMMAND}" -D "INTO=${PROJECT_BINARY_DIR}/captured/machine.json"
            -D "COMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}"
            -D "BUILD_TYPE=${CMAKE_BUILD_TYPE}"
            -P "${PROJECT_SOURCE_DIR}/shared/cmake/machine.cmake"
    DEPENDS ${target} ${ARGN} "${PROJECT_SOURCE_DIR}/shared/cmake/capture.cmake"
    COMMENT "Run the sections of ${name} for the book" VERBATIM JOB_POOL capture)
  add_custom_target(${name}.capture DEPENDS "${captured}/.captured")
  set_property(GLOBAL APPEND PROPERTY workbook_captures ${name}.capture)
endfunction()

# A program outside the chapters whose sections the book shows (`<<< output <name>/<section>`).
function(workbook_program name target)
  workbook_capture("${name}" ${target})
  set_property(GLOBAL APPEND PROPERTY workbook_programs "${name}")
endfunction()

function(workbook_register name uses)
  set_property(GLOBAL APPEND PROPERTY workbook_chapters "${name}")
  set_property(GLOBAL PROPERTY workbook_uses_${name} "${uses}")
endfunction()

function(workbook_json_strings result)
  list(TRANSFORM ARGN REPLACE "(.+)" "\"\\1\"" OUTPUT_VARIABLE quoted)
  list(JOIN quoted "," quoted)
  set(${result} "[${quoted}]" PARENT_SCOPE)
endfunction()

# Writes build/workbook.json (what there is, for the book) and adds the targets `capture` and `book`.
function(workbook_book)
  set(entries "")
  get_property(chapters GLOBAL PROPERTY workbook_chapters)
  foreach(name IN LISTS chapters)
    get_property(uses GLOBAL PROPERTY workbook_uses_${name})
    get_property(exercises GLOBAL PROPERTY workbook_exercises_${name})
    workbook_json_strings(uses ${uses})
    workbook_json_strings(exercises ${exercises})
    list(APPEND entries "{\"name\":\"${name}\",\"uses\":${uses},\"program\":\"${PROJECT_BINARY_DIR}/chapters/${name}/${name}\",\"captured\":\"${PROJECT_BINARY_DIR}/captured/${name}\",\"exercises\":${exercises}}")
  endforeach()
  list(JOIN entries ",\n  " entries)
  set(programs "")
  get_property(names GLOBAL PROPERTY workbook_programs)
  foreach(name IN LISTS names)
    list(APPEND programs "{\"name\":\"${name}\",\"captured\":\"${PROJECT_BINARY_DIR}/captured/${name}\"}")
  endforeach()
  list(JOIN programs "," programs)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/workbook.json" @ONLY CONTENT
"{\"source\":\"${PROJECT_SOURCE_DIR}\",\"build\":\"${PROJECT_BINARY_DIR}\",\"chapters\":[
  ${entries}
],\"programs\":[${programs}]}
")

  get_property(captures GLOBAL PROPERTY workbook_captures)
  add_custom_target(capture DEPENDS ${captures})
  add_custom_target(book
    COMMAND sh "${PROJECT_SOURCE_DIR}/book/render.sh" "${PROJECT_BINARY_DIR}"
    USES_TERMINAL VERBATIM)
  add_dependencies(book capture)
endfunction()
