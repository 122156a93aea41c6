# shellcheck shell=sh
# test: build everything and run the tests of CTest. Those labeled `thorough` take minutes and run with --all.

test_all() {
  thorough=false
  if [ "${1:-}" = --all ]; then
    thorough=true
    shift
  fi
  [ $# -eq 0 ] || no_more_arguments test "$@"
  set_up
  show "Building"
  must_build all
  row Build "$(took)"
  unlock_build

  passed=true
  # Most tests wait for a child or for a limit to pass, so there may be more of them than cores.
  set -- --test-dir "$build" --no-tests=error --output-on-failure --parallel $(($(nproc) * 5))
  $thorough || set -- "$@" --label-exclude '^thorough$'
  step test ctest "$@" || passed=false
  # The last line of CTest's own: "98% tests passed, 1 tests failed out of 45"
  counts=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' "$log")
  if [ -z "$counts" ]; then
    step_failed "run the tests"
  fi
  failed=${counts% *}
  if ! $passed; then
    sed -n '/^The following tests FAILED/,$d; /^ *[0-9]*\/[0-9]* Test .* Passed /d; /^ *Start /d; p' "$log" | sed "s:$root/::g"
    sed -n '/^The following tests FAILED/,/^Errors while/p' "$log" | sed '/^Errors while/d'
    say "The whole log: ${log#"$root"/}. One test again: ctest --test-dir build -R 'part of its name'"
  fi
  row Test "$((${counts#* } - failed)) passed, $failed failed ($(took))"
  $thorough || say_left_out
  $passed
}

say_left_out() {
  count=$(ctest --test-dir "$build" --show-only --label-regex '^thorough$' | sed -n 's/^Total Tests: //p')
  [ "${count:-0}" -eq 0 ] ||
    say "$count thorough tests take minutes and were left out; ./workbook test --all runs them too."
}

took() {
  say "$seconds s"
}
