# shellcheck shell=sh
# test: build everything and run every test of CTest.

test_all() {
  [ $# -eq 0 ] || no_more_arguments test "$@"
  set_up
  show "Building"
  must_build all
  row Build "$(took)"
  unlock_build

  passed=true
  # Most tests wait for a child or for a limit to pass, so there may be more of them than cores.
  step test ctest --test-dir "$build" --no-tests=error --output-on-failure --parallel $(($(nproc) * 3)) || passed=false
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
  $passed
}

took() {
  say "$seconds s"
}
