# shellcheck shell=sh
# Signals and two commands at once. Part of ../test.sh. Waiting is on a pipe, never on the clock.

# in_background ARGUMENT...: returns when the section `wait` of the program runs; sets `pid`, and `child` to
# the process that the program started
in_background() {
  mkfifo "$tmp/started"
  env --default-signal=INT,TERM,HUP "$project/workbook" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null &
  pid=$!
  read -r child <"$tmp/started"
}
running() {
  grep -qs '^State:[[:space:]]*[RSD]' "/proc/$1/status"
}

for signal in INT:130 TERM:143 HUP:129; do
  it "the signal ${signal%:*} ends the program of a chapter and its children"
  in_background run 01 wait
  running "$child" || wrong "the program does not run"
  kill -s "${signal%:*}" "$pid"
  status=0
  wait "$pid" 2>/dev/null || status=$?
  out=$(cat "$tmp/out") err=$(cat "$tmp/err")
  exits "${signal#*:}"
  [ "$err" = "workbook: interrupted" ] || wrong "not just one line"
  ! running "$child" || wrong "a child is left"
done

it "two at once take turns"
mkdir -p "$project/build/log"
mkfifo "$tmp/waits"
exec 8>"$project/build/.lock"
flock 8
"$project/workbook" run 01 hello >"$tmp/out" 2>"$tmp/waits" </dev/null 8>&- &
pid=$!
read -r line <"$tmp/waits"
case $line in *"another ./workbook is building here"*) ;; *) err=$line && wrong "it does not say that it waits" ;; esac
[ ! -e "$project/build/build.ninja" ] || wrong "it did not wait"
exec 8>&-
status=0
wait "$pid" || status=$?
out=$(cat "$tmp/out") err=''
exits 0
says out "with: hello"
