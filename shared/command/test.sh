#!/bin/sh
# Tests of the workbook command: what it says and does, on a small tree of its own with tools that are played
# by shared/command/test/tools. Nothing is compiled or installed. The last line is `N passed, N failed`.
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
all=$(mktemp -d)
trap 'rm -rf "$all"' EXIT
chmod 755 "$all"
export tmp="$all/case"
mkdir "$all/usual"
for each in sh env awk sed grep cat ls cut tr fold head tail sort df date mktemp mkdir mkfifo mv cp rm cksum \
  basename dirname readlink nproc flock sleep find wc uname xargs stty touch chmod ln true setpriv; do
  if [ -x "/usr/bin/$each" ]; then ln -s "/usr/bin/$each" "$all/usual/"; else ln -s "/bin/$each" "$all/usual/"; fi
done

passed=0 failed=0 case_name='' case_failed=false
export NO_COLOR=1
unset CXX CMAKE_PREFIX_PATH CMAKE_TOOLCHAIN_FILE

# A fresh project, and a PATH that holds the usual commands and the played tools.
fresh() {
  PATH=$tmp/bin:$all/usual
  rm -rf "$tmp"
  project=$tmp/project
  mkdir -p "$project/shared" "$tmp/bin" "$tmp/headers"
  cp "$here/../../workbook" "$project/"
  cp -R "$here" "$project/shared/"
  cp -R "$here/test/chapters" "$project/"
  ln -s "$here"/test/tools/* "$tmp/bin/"
  touch "$tmp/headers/doctest" "$tmp/headers/fmt" "$tmp/headers/CLI" "$tmp/headers/nlohmann" \
    "$tmp/headers/asio" "$tmp/calls"
}
without() {
  for each in "$@"; do rm "$tmp/bin/$each"; done
}

# run_it ARGUMENT...: the command; sets `status`, `out` and `err`
run_it() {
  status=0
  "$project/workbook" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || status=$?
  out=$(cat "$tmp/out") err=$(cat "$tmp/err")
}

it() {  # begins a case
  finish
  case_name=$1 case_failed=false
  fresh
}
finish() {
  [ -n "$case_name" ] || return 0
  if $case_failed; then failed=$((failed + 1)); else passed=$((passed + 1)); fi
}
wrong() {
  case_failed=true
  printf 'FAILED: %s\n  %s\n  status %s\n' "$case_name" "$1" "$status"
  printf '%s\n' "$out" "$err" | sed 's/^/  | /'
}
exits() {
  [ "$status" -eq "$1" ] || wrong "the exit status is not $1"
}
says() {  # says WHERE TEXT
  case $1 in out) text=$out ;; err) text=$err ;; *) text=$(cat "$1") ;; esac
  case $text in *"$2"*) ;; *) wrong "$1 does not say: $2" ;; esac
}
does_not_say() {
  case $1 in out) text=$out ;; err) text=$err ;; *) text=$(cat "$1") ;; esac
  case $text in *"$2"*) wrong "$1 says: $2" ;; esac
}
is_there() {
  [ -e "$1" ] || wrong "there is no $1"
}
is_not_there() {
  [ ! -e "$1" ] || wrong "there is $1"
}

. "$here/test/words.sh"
. "$here/test/set_up.sh"
. "$here/test/learner.sh"
. "$here/test/interrupt.sh"
finish
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
