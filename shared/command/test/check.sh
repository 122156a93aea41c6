# shellcheck shell=sh
# The learner's loop. Part of ../test.sh.

put() {  # put EXERCISE TEXT: as the learner's answer
  answers=$project/work
  mkdir -p "$answers/01-first/$1"
  printf '%s\n' "$2" >"$answers/01-first/$1/$1.hpp"
}

it "check copies the starter, shows what fails and says what to do next"
run_it check 01/one
exits 1
says out "work/01-first/one/one.hpp"
says out "the test says so"
says out "01/one does not pass yet."
says out "chapters/01-first/exercises/one/README.md"
does_not_say out "doctest"
is_there "$project/$answer"
# shellcheck disable=SC2012
[ "$(cd "$project/work" && ls -A 01-first)" = one ] || wrong "something is left in work/"

it "check leaves an answer that is there alone"
put one '// exits 0'
run_it check 01/one
exits 0
says out "01/one is solved."
says out "early late"
says out "Next: ./workbook check 01/other"
says "$project/$answer" "// exits 0"

it "progress is solved until the answer changes"
put one '// exits 0'
run_it check 01/one
run_it list
says out "20 min  solved"
put one '// exits  0'
run_it list
says out "20 min  started"

it "the last exercise says that all are solved"
put one '// exits 0'
put other '// exits 0'
run_it check 01/one
run_it check 01/other
says out "all exercises are solved"

it "a stuck answer, a leak and a crash are told apart"
put one '// exits 124'
run_it check 01/one
exits 1
says out "01/one is stuck"
put one '// exits 125'
run_it check 01/one
says out "01/one leaves child processes running"
put one '// exits 139'
run_it check 01/one
says out "01/one crashes"

it "an answer that does not compile shows its errors without the build's noise"
put one 'syntax error'
run_it check 01/one
exits 1
says out "work/01-first/one/one.hpp:3:1: error: expected unqualified-id"
says out "01/one does not compile"
does_not_say out "ninja"
does_not_say out "-std=c++20"
does_not_say out "$project"

for word in 1/one first/on 01-first/one 01-first/exercises/one chapters/01-first/exercises/one/ \
  work/01-first/one/one.hpp; do
  it "check finds an exercise by the word $word"
  run_it check "$word"
  says out "01/one does not pass yet"
done

it "check finds an exercise by its absolute path"
run_it check "$project/chapters/01-first/exercises/one"
says out "01/one does not pass yet"

it "an unknown exercise is refused, and the others are named"
run_it check 01/onee
exits 2
says err "chapter 01-first has no exercise 'onee'; did you mean 'one'?"
says err "It has: one other"
is_not_there "$project/work"

it "an exercise that the word does not decide is refused"
run_it check 01/o
exits 2
says err "no exercise 'o'"

it "a chapter without exercises says so"
run_it check 02/one
exits 2
says err "chapter 02-second has no exercises"

it "check alone says how to start when nothing is started"
run_it check
exits 1
says err "Start the first: ./workbook check 01/one"

it "check alone tests all that is started"
put one '// exits 0'
put other 'syntax error'
run_it check
exits 1
says out "1 of 2 solved"
says out "does not compile"
says out "See what fails: ./workbook check 01/other"
put other '// exits 0'
run_it check
exits 0
says out "2 of 2 solved"

it "an answer that used to compile is not tested in its old form"
put one '// exits 0'
put other '// exits 0'
run_it check
put other 'syntax error'
run_it check
exits 1
says out "01-first/other"
says out "1 of 2 solved"
