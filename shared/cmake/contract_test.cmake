# Configures small books, each with one mistake, and checks that the configure step stops and names it.
file(REMOVE_RECURSE "${BINARY}")
set(tree "${BINARY}/tree")

# A right book of two chapters, the second with an exercise.
function(make_tree)
  file(REMOVE_RECURSE "${tree}")
  file(MAKE_DIRECTORY "${tree}")
  file(COPY "${SOURCE}/CMakeLists.txt" DESTINATION "${tree}")
  file(CREATE_LINK "${SOURCE}/shared/cmake" "${tree}/modules" SYMBOLIC)
  file(WRITE "${tree}/shared/CMakeLists.txt" [[
foreach(name workbook workbook_test_main workbook_exercise_precompiled)
  add_library(${name} STATIC x.cpp)
  target_precompile_headers(${name} PRIVATE <vector>)
endforeach()
]])
  file(WRITE "${tree}/shared/x.cpp" "")
  file(CREATE_LINK "${SOURCE}/shared/cmake" "${tree}/shared/cmake" SYMBOLIC)
  foreach(chapter 01-first 02-second)
    set(folder "${tree}/chapters/${chapter}")
    file(WRITE "${folder}/lesson.md" "")
    file(WRITE "${folder}/main.cpp" "")
    file(WRITE "${folder}/a_test.cpp" "")
    file(WRITE "${folder}/CMakeLists.txt" "chapter()\n")
  endforeach()
  file(WRITE "${folder}/CMakeLists.txt" "chapter(USES 01-first)\nexercise(ex)\n")
  set(exercise "${folder}/exercises/ex")
  file(WRITE "${exercise}/README.md" "---\nfile: ex.hpp\nstarter: assert \"some text\"\n---\n")
  file(WRITE "${exercise}/test.cpp" "")
  file(WRITE "${exercise}/starter/ex.hpp" "")
  file(WRITE "${exercise}/solution/ex.hpp" "")
  file(WRITE "${exercise}/wrong/one/ex.hpp" "// Rejected: timeout \"some text\"\n")
  file(WRITE "${exercise}/wrong/two/ex.hpp" "// Rejected: compile \"some text\"\n")
endfunction()

function(configure)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -S "${tree}" -B "${BINARY}/build" -G Ninja "-DCMAKE_CXX_COMPILER=${COMPILER}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")  # CMake wraps its messages
  set(status "${status}" PARENT_SCOPE)
  set(output "${output}" PARENT_SCOPE)
endfunction()

make_tree()
configure()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "A book without a mistake is refused:\n${output}")
endif()

# refuses(<message> <what to break, as CMake code>)
function(refuses message mistake)
  make_tree()
  set(second "${tree}/chapters/02-second")
  set(exercise "${second}/exercises/ex")
  cmake_language(EVAL CODE "${mistake}")
  configure()
  string(FIND "${output}" "${message}" found)
  if(status EQUAL 0 OR found EQUAL -1)
    message(SEND_ERROR "Expected the configure step to stop with: ${message}\nIt printed:\n${output}")
  endif()
endfunction()

refuses("chapters/02-second has no lesson.md" [[file(REMOVE "${second}/lesson.md")]])
refuses("chapters/02-second has no main.cpp" [[file(REMOVE "${second}/main.cpp")]])
refuses("chapters/02-second has no *_test.cpp" [[file(REMOVE "${second}/a_test.cpp")]])
refuses("chapters/01-first uses 02-second, which comes later"
  [[file(WRITE "${tree}/chapters/01-first/CMakeLists.txt" "chapter(USES 02-second)")]])
refuses("chapters/02-second uses 07-none, which does not exist"
  [[file(WRITE "${second}/CMakeLists.txt" "chapter(USES 07-none)")]])
refuses("unknown argument 'NEEDS"
  [[file(WRITE "${second}/CMakeLists.txt" "chapter(NEEDS 01-first)")]])
refuses("chapters/01-first/main.cpp includes a header of 02-second"
  [[file(WRITE "${tree}/chapters/01-first/main.cpp" "#include \"02-second/x.hpp\"\n")]])
refuses("chapters/02-second/exercises/ex: an exercise has a README.md and a test.cpp"
  [[file(REMOVE "${exercise}/test.cpp")]])
refuses("the front matter has no line like `file: ex.hpp`"
  [[file(WRITE "${exercise}/README.md" "starter: assert \"text\"\n")]])
refuses("chapters/02-second/exercises/ex has no ex.hpp, which declares what ex.cpp defines"
  [[file(WRITE "${exercise}/README.md" "file: ex.cpp\nstarter: assert \"text\"\n")]])
refuses("chapters/02-second/exercises/ex has no starter/ex.hpp" [[file(REMOVE "${exercise}/starter/ex.hpp")]])
refuses("chapters/02-second/exercises/ex has no solution/ex.hpp" [[file(REMOVE "${exercise}/solution/ex.hpp")]])
refuses("chapters/02-second/exercises/ex has 1 wrong answers" [[file(REMOVE_RECURSE "${exercise}/wrong/two")]])
refuses("wrong.one declares no reason to be rejected" [[file(WRITE "${exercise}/wrong/one/ex.hpp" "\n")]])
refuses("starter declares no reason to be rejected"
  [[file(WRITE "${exercise}/README.md" "file: ex.hpp\nstarter: sadness \"text\"\n")]])
refuses("unknown argument 'OPENMP'"
  [[file(WRITE "${second}/CMakeLists.txt" "chapter(USES 01-first)\nexercise(ex OPENMP)\n")]])
