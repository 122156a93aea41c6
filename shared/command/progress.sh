#!/bin/sh
# progress.sh LOG NAME COMMAND...: runs COMMAND with its output in LOG and shows the last line of it.
log=$1 name=$2
shift 2
: >"$log" || exit 1
columns=$(stty size 2>/dev/null </dev/tty | cut -d ' ' -f 2)
room=$((${columns:-80} - ${#name} - 3))
[ "$room" -gt 0 ] || room=60

{
  "$@" 2>&1
  printf 'status %s' "$?"  # has no end of line, so no output of COMMAND can be taken for it
} | {
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log" || exit 1
    printf '\r\033[K%s: %.*s' "$name" "$room" "$line"
  done
  rest=${line%status *}
  [ -z "$rest" ] || printf '%s\n' "$rest" >>"$log"
  exit "${line##*status }"
}
