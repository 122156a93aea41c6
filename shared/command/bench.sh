# shellcheck shell=sh
# bench: the benchmarks of a chapter, or of all, in a Release build of their own (build/bench).

bench() {
  [ $# -le 1 ] || usage_error "bench takes one chapter, not '$*'" "usage: ./workbook bench [01]"
  if [ $# -eq 1 ]; then
    find_chapter "$1"
    wanted=$chapter
  else
    wanted=$(chapters)
  fi
  with_benchmarks=''
  for chapter in $wanted; do
    for file in "$root/chapters/$chapter"/*_bench.cpp; do
      [ ! -f "$file" ] || { with_benchmarks="$with_benchmarks $chapter"; break; }
    done
  done
  [ -n "$with_benchmarks" ] || fail "no benchmarks in $(say "$wanted" | tr '\n' ' ')"

  lock_build
  ensure look_for_cpp
  if ! has_header benchmark/benchmark.h && [ -z "${CMAKE_PREFIX_PATH:-}${CMAKE_TOOLCHAIN_FILE:-}" ]; then
    missing=libbenchmark-dev
    fail "the benchmarks need Google Benchmark, and it is not here. Everything else works without it." \
      "On Debian or Ubuntu: $(paste_line)"
  fi
  if [ ! -f "$build/bench/build.ninja" ]; then
    CXX=$compiler step configure-bench cmake -S "$root" --preset bench || not_configured
  fi
  tree=$build/bench
  # shellcheck disable=SC2046,SC2086
  must_build $(printf '%s_bench\n' $with_benchmarks)
  unlock_build
  for chapter in $with_benchmarks; do
    say "$bold$chapter$plain"
    run_child "$tree/chapters/$chapter/${chapter}_bench"
  done
}
