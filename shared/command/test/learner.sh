# shellcheck shell=sh
# The learner's commands are a program's (chapters/17-capstone, which has their tests); here: that it is built and
# gets what was typed. Part of ../test.sh.

it "the learner's commands go to their program, which is built first"
for command in watch list check hint solution reset changes report; do
  run_it "$command" 'two words' '*'
  exits 7
  says out "tool: --root $project --build $project/build $command two words *"
done
says "$tmp/calls" "--target workbook_tool"

it "where nothing changed, the program is looked at and not built anew"
run_it list
: >"$tmp/calls"
run_it list
exits 7
does_not_say "$tmp/calls" "--preset"

it "once built, the program needs none of the tools"
run_it list
without ninja cmake g++
: >"$tmp/calls"
run_it list
exits 7
says out "tool: --root $project"
does_not_say "$tmp/calls" "cmake"

it "once built, the program runs in a folder that cannot be written to"
run_it list
chmod -R a-w "$project"
chmod a+rwx "$tmp"
status=0
if [ "$(/usr/bin/id -u)" -eq 0 ]; then
  setpriv --reuid=65534 --regid=65534 --clear-groups "$project/workbook" list >"$tmp/out" 2>"$tmp/err" || status=$?
else
  "$project/workbook" list >"$tmp/out" 2>"$tmp/err" || status=$?
fi
chmod -R u+w "$project"
out=$(cat "$tmp/out") err=$(cat "$tmp/err")
exits 7
says out "tool: --root $project"

it "a program that does not build is told, and the compiler's words with it"
export BUILD_FAILS=1
run_it check 01/one
unset BUILD_FAILS
exits 1
says err "could not build"
says err "error: no luck"
