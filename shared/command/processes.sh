# shellcheck shell=sh
# Child processes. Whatever may take long runs through run_child, so that a signal to this shell ends it at
# once and leaves nothing running: neither a compiler nor a child that a chapter's program started.

if ( : <&0 ) 2>/dev/null; then exec 3<&0; else exec 3</dev/null; fi
scratch=''  # a file or folder that is removed when this shell ends

# The shell would wait for a foreground command before it acts on a signal, so the command runs in the
# background. There it would ignore Ctrl-C, and so would its children, unless env says otherwise.
run_child() {
  env --default-signal=INT,QUIT "WORKBOOK_RUN=$$" "$@" <&3 3<&- 9>&- &
  wait $! 2>/dev/null  # the shell would report a signal in its own words
}

# The processes that run_child started, and theirs. A process is ours when it carries our mark in its
# environment, also after its parent died, or when its parent is ours.
ours() {
  marked=$(grep -lsz "^WORKBOOK_RUN=$$\$" /proc/[0-9]*/environ | tr -dc '0-9\n' | tr '\n' ' ') || true
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v marked="$marked" '
    BEGIN { split(marked, pids, " "); for (i in pids) ours[pids[i]] = 1 }
    { pid = $1; sub(/.*\) /, ""); if ($1 != "Z") parent[pid] = $2 }
    END {
      do {
        more = 0
        for (pid in parent) if (!(pid in ours) && parent[pid] in ours) { ours[pid] = 1; more = 1 }
      } while (more)
      for (pid in ours) if (pid in parent) printf "%s ", pid
    }'
}

# After Ctrl-C in a terminal the children have the signal too, and a moment to end by themselves.
stop_children() {
  for signal in wait TERM KILL; do
    pids=$(ours)
    [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086  # one argument a process
    [ "$signal" = wait ] || kill -s "$signal" $pids 2>/dev/null || true
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      [ -n "$(ours)" ] || return 0
      sleep 0.1
    done
  done
}

interrupted() {
  trap '' INT TERM HUP
  stop_children
  unshow
  complain interrupted
  exit "$1"
}

trap '[ -z "$scratch" ] || rm -rf -- "$scratch"' EXIT
trap 'interrupted 130' INT
trap 'interrupted 143' TERM
trap 'interrupted 129' HUP
