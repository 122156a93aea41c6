# shellcheck shell=sh
# check: build and test one answer of the learner, or all that are started.

most_lines=60  # of a compiler's or a test's output; the log has the rest

check() {
  case $# in
    0) check_started "$(exercises)" "" ;;
    1)
      case $1 in
        */?*) find_exercise "$1" && check_one ;;
        *) find_chapter "${1%/}" && check_started "$(exercises "$chapter")" "$chapter" ;;
      esac ;;
    *) usage_error "check takes one exercise, not '$*'" "usage: ./workbook check [01/exercise]" ;;
  esac
}

# The answer starts as a copy of starter/. It appears whole or not at all.
copy_starter() {
  file=$(answer_file "$exercise")
  [ ! -e "$root/$file" ] || return 0
  mine=$(work_folder "$exercise")
  if ! mkdir -p "$mine" 2>/dev/null; then
    fail "cannot write to $root/work" "$(why_not_writable "$root")"
  fi
  scratch=$(dirname "$mine")/.new.$$
  if ! { mkdir "$scratch" && cp -R "$(exercise_folder "$exercise")/starter/." "$scratch/"; } 2>/dev/null; then
    fail "cannot write to $mine" "$(why_not_writable "$root")"
  fi
  for each in "$scratch"/*; do
    [ -e "$mine/${each##*/}" ] || mv "$each" "$mine/"
  done
  rm -rf -- "$scratch"
  scratch=''
  say "The starter is copied; this file is yours to edit:"
  say "  $file"
}

answer_target() {
  say "${1%/*}.${1#*/}.work"
}
answer_program() {
  say "$build/chapters/${1%/*}/exercises/${1#*/}.work"
}
answer_log() {
  say "$build/log/${1%/*}.${1#*/}"
}

check_one() {
  set_up
  copy_starter
  must_build_unless_theirs
  unlock_build
  if [ -s "$(answer_log "$exercise").errors" ]; then
    verdict='does not compile'
    show_errors
  else
    show "Testing $exercise"
    step "$(basename "$(answer_log "$exercise")")" "$(answer_program "$exercise")" || true
    verdict=$(verdict_of "$status")
    test_output "$log" | shortened
  fi
  if [ "$verdict" = solved ]; then
    mark_solved "$exercise"
    say_solved
  else
    say
    say "$red$(short "$exercise") $verdict.$plain"
    say_next
    return 1
  fi
}

# Errors in the learner's file are the learner's; any others are the workbook's.
must_build_unless_theirs() {
  errors=$(answer_log "$exercise").errors
  rm -f -- "$errors"
  build_targets "$(answer_target "$exercise")" && return 0
  if grep -q '^CMake Error' "$log" || ! grep -q "FAILED: .*$(answer_target "$exercise")\|/${exercise#*/}\.work" "$log"; then
    must_build "$(answer_target "$exercise")"
  fi
  compiler_errors "$log" >"$errors"
}

# The errors in the learner's own file first, when there is more than fits a screen.
show_errors() {
  if [ "$(wc -l <"$errors")" -gt 20 ] && grep "^work/$exercise/.*: \(fatal \)\?error: " "$errors"; then
    say
    say "In full:"
  fi
  shortened <"$errors"
}
shortened() {
  awk -v most="$most_lines" -v log_file="${log#"$root"/}" '
    NR <= most { print }
    END { if (NR > most) printf "... and %d more lines in %s\n", NR - most, log_file }'
}

verdict_of() {
  case $1 in
    0) say 'solved' ;;
    1) say 'does not pass yet' ;;
    124) say 'is stuck' ;;
    125) say 'leaves child processes running' ;;
    *) say "crashes (exit status $1)" ;;
  esac
}

# What the test said, without what doctest says of itself and of places that do not matter
test_output() {
  sed "s:$(exercise_folder "$exercise")/::g; s:$root/::g
       /^\[doctest\] doctest version/d; /^\[doctest\] run with/d; /^\[doctest\] Status/d
       /^\[doctest\] assertions/d; /^test\.cpp:[0-9]*:\$/d; s/^=\{70,\}\$//; s/^TEST CASE:  /In the test: /
       s/^\[doctest\] test cases: *\([0-9]*\) | *\([0-9]*\) passed | *\([0-9]*\) failed.*/\2 of \1 tests pass/" "$1" |
    cat -s
}

mark_solved() {
  scratch=$(work_folder "$1")/.passed.$$
  if ! { answer_sum "$1" >"$scratch" && mv "$scratch" "${scratch%.*}"; } 2>/dev/null; then
    fail "cannot write to $(work_folder "$1")" "$(why_not_writable "$root")"
  fi
  scratch=''
}

say_next() {
  say "  edit   $(answer_file "$exercise")"
  say "  task   chapters/${exercise%/*}/exercises/${exercise#*/}/README.md (with hints)"
  say "  test   chapters/${exercise%/*}/exercises/${exercise#*/}/test.cpp"
  say "  again  ./workbook check $(short "$exercise")"
}

say_solved() {
  say
  say "$green$(short "$exercise") is solved.$plain"
  folder=$(exercise_folder "$exercise")
  say "Compare yours with chapters/${exercise%/*}/exercises/${exercise#*/}/solution."
  say "Now read the answers that look right and are not, and why, beside it in wrong/:"
  for why in "$folder"/wrong/*/; do basename "$why"; done | wrapped 2
  for exercise in $(exercises); do
    if [ "$(progress "$exercise")" != solved ]; then
      say "Next: ./workbook check $(short "$exercise")  ($(front_matter "$(exercise_folder "$exercise")/README.md" title))"
      return
    fi
  done
  say "That was the last one: all exercises are solved."
}

# check_started EXERCISES CHAPTER: those of them that are started, built and tested in parallel
check_started() {
  all=$1
  started='' targets=''
  for exercise in $all; do
    if [ "$(progress "$exercise")" != 'not started' ]; then
      started="$started $exercise" targets="$targets $(answer_target "$exercise")"
    fi
  done
  # shellcheck disable=SC2086
  set -- $started
  if [ $# -eq 0 ]; then
    first=$(printf '%s\n' "$all" | head -n 1)
    [ -n "$first" ] || fail "${2:-the workbook} has no exercises"
    fail "you have not started an exercise${2:+ of $2} yet" "Start the first: ./workbook check $(short "$first")"
  fi
  if [ $# -eq 1 ]; then
    exercise=$1
    check_one
    return
  fi
  set_up
  # shellcheck disable=SC2086
  build_targets $targets || true
  if grep -q '^CMake Error' "$log"; then not_configured; fi
  unlock_build
  test_all_started "$@"
}

test_all_started() {
  # shellcheck disable=SC2016
  show "Testing $# exercises"
  for exercise in "$@"; do
    rm -f -- "$(answer_log "$exercise").status"
    ! was_built "$exercise" || printf '%s\0%s\0' "$(answer_program "$exercise")" "$(answer_log "$exercise")"
  done >"$build/log/to-test"
  # shellcheck disable=SC2016
  run_child sh -c 'exec xargs -0 -r -n 2 -P "$(nproc)" sh -c "
    status=0; \"\$0\" >\"\$1.txt\" 2>&1 </dev/null || status=\$?; echo \$status >\"\$1.status\"" <"$1"' sh "$build/log/to-test"
  unshow
  solved=0
  first=''
  for exercise in "$@"; do
    verdict='does not compile'
    if was_built "$exercise"; then
      verdict=$(verdict_of "$(cat "$(answer_log "$exercise").status")")
    fi
    color=$red
    if [ "$verdict" = solved ]; then
      mark_solved "$exercise"
      solved=$((solved + 1)) color=$green
    else
      first=${first:-$exercise}
    fi
    printf '  %-32s %s\n' "$exercise" "$color$verdict$plain"
  done
  say "$solved of $# solved."
  [ -n "$first" ] || return 0
  say "See what fails: ./workbook check $(short "$first")"
  return 1
}

# The program is newer than the answer unless the build of it failed.
was_built() {
  ! grep -q "^FAILED: .*\(${1%/*}\.${1#*/}\.work\|/${1#*/}\.work\)" "$build/log/build.txt" && [ -x "$(answer_program "$1")" ]
}
