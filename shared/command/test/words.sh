# shellcheck shell=sh
# What the command says to right and wrong words. Part of ../test.sh.

it "help says what there is, in 80 columns"
run_it help
exits 0
says out "check [01/exercise]"
! grep -q '.\{81\}' "$tmp/out" || wrong "a line is longer than 80 columns"

it "no word at all is a question for help"
run_it
exits 0
says out "usage: ./workbook"

it "a command works from any folder and through a symbolic link"
mkdir "$tmp/a folder"
ln -s "$project/workbook" "$tmp/a folder/wb"
cd "$tmp/a folder" || exit 1
project="$tmp/a folder"
mv "$project/wb" "$project/workbook"
run_it list
cd / || exit 1
exits 7
says out "tool: --root $tmp/project "

it "a project may be in a folder with a space"
mv "$project" "$tmp/my project"
project="$tmp/my project"
run_it run 01 hello
exits 0
says out "with: hello"

it "an unknown command is refused, and the nearest is offered"
run_it chekc
exits 2
says err "no command 'chekc'; did you mean 'check'?"
says err "There are: start watch list"

it "run alone shows titles, and the sections of what is built"
run_it run
exits 0
says out "01-first  The first of all"
says out "02-second  Second: with a colon"
says out "./workbook run 01 builds the program"
run_it run 01 hello
run_it run
says out "hello  says hello"
! grep -q '.\{81\}' "$tmp/out" || wrong "a line is longer than 80 columns"

it "output that is no terminal has no color"
unset NO_COLOR
run_it run
export NO_COLOR=1
does_not_say out "$(printf '\033')"

for word in 1 01 first fir 01-f 01-first; do
  it "run finds a chapter by the word $word"
  run_it run "$word" hello
  exits 0
  says out "with: hello"
done

it "run hands over arguments, and stays in the folder of the user"
cd "$tmp/headers" || exit 1
run_it run 1 hello 'two words' '*'
cd / || exit 1
says out "ran in $tmp/headers with: hello two words *"

it "run refuses an unknown chapter and says which there are"
run_it run 99
exits 2
says err "no chapter '99'"
says err "There are: 01-first 02-second"

it "run without a chapter says what can be run"
run_it run
exits 0
says out "./workbook run 01"

it "run ends as the program ends"
run_it run 01 fails
exits 2
says err "no section 'fails'"
run_it run 01 crashes
exits 139
says err "was ended by signal 11"

for word in '' abc 65536 -1 99999999999999999999; do
  it "serve refuses the port '$word'"
  run_it serve --port "$word"
  exits 2
  says err "a port is a number from 0 (any free one) to 65535, not '$word'"
done

it "test and doctor refuse words they have no use for"
run_it doctor all
exits 2
says err "doctor takes nothing more, not 'all'"
run_it test all
exits 2

it "test sums up what passed"
run_it test
exits 0
says out "2 passed, 0 failed"

it "test shows what failed, and ends with 1"
export TESTS_FAIL=1; run_it test; unset TESTS_FAIL
exits 1
says out "why it is bad"
says out "1 passed, 1 failed"
does_not_say out "good"

it "test fails when there are no tests"
export NO_TESTS=1; run_it test; unset NO_TESTS
exits 1
says err "could not run the tests"
