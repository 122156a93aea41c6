# shellcheck shell=sh
# A step is a command that takes a while: its output goes to build/log/<step>.txt, a terminal shows the last
# line of it, and a failure says which step, why, and what to do.

log=''
excerpt=''  # the part of the log that says why a step failed, when it is not the end of it

# Before anything is written: the folder must be writable, and only one workbook at a time may build.
# flock and the lock end with this shell, however it ends.
lock_build() {
  # In a subshell: a redirection of `:` that fails would end this shell.
  if ! (mkdir -p "$build/log" && : >>"$build/.lock" && : >>"$build/log/.writable") 2>/dev/null; then
    fail "cannot write to $build" "$(why_not_writable "$root")"
  fi
  command -v flock >/dev/null || return 0
  exec 9>>"$build/.lock"
  if ! flock -n 9; then
    complain "another ./workbook is building here; this one waits for it"
    env --default-signal=INT,QUIT "WORKBOOK_RUN=$$" flock 9 &
    wait $!
  fi
}
unlock_build() {
  { exec 9>&-; } 2>/dev/null
}

why_not_writable() {
  if disk_full "$1"; then
    say "The disk is full: $(free_space "$1"). Free some space, and run this again."
  else
    say "You may not write there. Make your own copy of the workbook where you may:
  cp -r $root ~/workbook && ~/workbook/workbook ${command:-start}"
  fi
}
disk_full() {
  [ "$(df -P "$1" | awk 'NR == 2 { print $4 }')" -lt 1024 ]  # KiB
}
free_space() {
  df -Ph "$1" | awk 'NR == 2 { printf "%s has %s left", $6, $4 }'
}

# step NAME COMMAND...: runs COMMAND in the project; sets `log` and `seconds`, returns its status
step() {
  name=$1
  log=$build/log/$name.txt
  shift
  started=$(date +%s)
  status=0
  if $interactive; then
    run_child sh "$parts/progress.sh" "$log" "$name" "$@" || status=$?
    unshow
  else
    # shellcheck disable=SC2016
    run_child sh -c 'log=$1; shift; exec "$@" >"$log" 2>&1' sh "$log" "$@" || status=$?
  fi
  seconds=$(($(date +%s) - started))
  return "$status"
}

# step_failed WHAT ADVICE...: ends the command after a failed step
step_failed() {
  what=$1
  shift
  if disk_full "$build" || grep -q 'No space left on device' "$log" 2>/dev/null; then
    fail "could not $what: the disk is full" "$(free_space "$build"). Free some space, and run this again."
  fi
  complain "could not $what"
  tail -n 20 "${excerpt:-$log}" | cut -c 1-300 | sed 's/^/  | /' >&2
  printf '%s\n' "$@" "The whole log: ${log#"$root"/}" >&2
  exit 1
}
