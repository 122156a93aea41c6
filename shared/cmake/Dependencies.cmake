# The libraries of the book. Each is looked for on the machine first (a distribution's package, vcpkg,
# Conan) and fetched otherwise.
include(FetchContent)

FetchContent_Declare(fmt
  GIT_REPOSITORY https://github.com/fmtlib/fmt.git GIT_TAG 9.1.0 GIT_SHALLOW ON
  FIND_PACKAGE_ARGS 9)
FetchContent_Declare(doctest
  GIT_REPOSITORY https://github.com/doctest/doctest.git GIT_TAG v2.4.11 GIT_SHALLOW ON
  FIND_PACKAGE_ARGS)
set(DOCTEST_WITH_TESTS OFF)
# The command's arguments and files (chapter 17)
FetchContent_Declare(CLI11
  GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git GIT_TAG v2.1.2 GIT_SHALLOW ON
  FIND_PACKAGE_ARGS 2)
FetchContent_Declare(nlohmann_json
  GIT_REPOSITORY https://github.com/nlohmann/json.git GIT_TAG v3.11.2 GIT_SHALLOW ON
  FIND_PACKAGE_ARGS 3)
set(CLI11_BUILD_TESTS OFF)
set(CLI11_BUILD_EXAMPLES OFF)
set(CLI11_BUILD_DOCS OFF)
set(JSON_BuildTests OFF)
FetchContent_MakeAvailable(fmt doctest CLI11 nlohmann_json)
if(doctest_SOURCE_DIR)  # doctest_discover_tests() comes with either, in its own file
  include("${doctest_SOURCE_DIR}/scripts/cmake/doctest.cmake")
else()
  include("${doctest_DIR}/doctest.cmake")
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

# Asio, without Boost, for the chapters on real I/O with coroutines. It is headers only and, in distributions,
# without a package file for CMake.
find_path(WORKBOOK_ASIO asio/awaitable.hpp)
if(NOT WORKBOOK_ASIO)
  FetchContent_Declare(asio
    GIT_REPOSITORY https://github.com/chriskohlhoff/asio.git GIT_TAG asio-1-22-1 GIT_SHALLOW ON)
  FetchContent_MakeAvailable(asio)
  set(WORKBOOK_ASIO "${asio_SOURCE_DIR}/asio/include")
endif()
# As much of it as need not be in headers is compiled once.
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/asio.cpp" CONTENT "#include <asio/impl/src.hpp>\n")
add_library(asio STATIC EXCLUDE_FROM_ALL "${PROJECT_BINARY_DIR}/asio.cpp")
target_include_directories(asio SYSTEM PUBLIC "${WORKBOOK_ASIO}")
target_link_libraries(asio PUBLIC workbook_options Threads::Threads)
# Without the two that are about coroutines, clang does not get to see them.
target_compile_definitions(asio PUBLIC ASIO_STANDALONE ASIO_SEPARATE_COMPILATION ASIO_NO_DEPRECATED
  ASIO_HAS_CO_AWAIT ASIO_HAS_STD_COROUTINE)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(asio PUBLIC -Wno-tsan)  # its fences, which ThreadSanitizer does not see
endif()

# MPI, for the chapter past one machine (Open MPI's C interface). Without it, what needs it says so.
set(MPI_CXX_SKIP_MPICXX ON)
find_package(MPI QUIET COMPONENTS CXX)
if(MPI_CXX_FOUND)
  add_library(workbook_mpi INTERFACE)
  target_link_libraries(workbook_mpi INTERFACE MPI::MPI_CXX)
  target_compile_definitions(workbook_mpi INTERFACE WORKBOOK_MPI)
endif()

option(WORKBOOK_BENCH "Build the benchmarks (needs Google Benchmark)" OFF)
if(WORKBOOK_BENCH)
  find_package(benchmark QUIET)
  if(NOT benchmark_FOUND)
    message(FATAL_ERROR "Google Benchmark is missing. On Debian or Ubuntu: apt-get install libbenchmark-dev")
  endif()
endif()
