# shellcheck shell=sh
# Messages. Standard output is for what was asked for, standard error for what went wrong.
# Exit status: 1 when something failed, 2 when the command line is wrong, 130 after Ctrl-C.

bold='' dim='' red='' green='' plain=''
interactive=false  # whether a line may be shown and then taken back
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
  interactive=true
  if [ -z "${NO_COLOR:-}" ]; then
    bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m')
    red=$(printf '\033[31m') green=$(printf '\033[32m')
  fi
fi

say() {
  printf '%s\n' "$*" || exit 1  # a full disk, a closed pipe
}

# One row of what a command reports: what, and how it went.
row() {
  printf "%s%-9s%s %s\n" "$bold" "$1" "$plain" "$2" || exit 1
}

# Shows a line for as long as something runs; `unshow` takes it back.
show() {
  if $interactive; then printf '\r\033[K%s%s%s' "$dim" "$1" "$plain"; fi
}
unshow() {
  if $interactive; then printf '\r\033[K'; fi
}

# fail MESSAGE [LINE...]: the message names what was wrong, the lines say what would be right.
fail() {
  complain "$@"
  exit 1
}
usage_error() {
  complain "$@"
  exit 2
}
complain() {
  unshow
  printf '%sworkbook:%s %s\n' "$red" "$plain" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '%s\n' "$@" >&2
}

# Words from standard input as lines of at most 80 columns, each after `$1` spaces.
wrapped() {
  { tr '\n' ' ' && echo; } | fold -s -w $((80 - $1)) | sed "s/ *\$//; /^\$/d; s/^/$(printf "%${1}s" '')/"
}

no_more_arguments() {
  [ $# -eq 1 ] || usage_error "$1 takes nothing more, not '$2'" "usage: ./workbook $1"
}

# did_you_mean WORD CANDIDATE...: "; did you mean 'x'?" when one is at most two typing mistakes away.
did_you_mean() {
  printf '%s\n' "$@" | awk '
    function least(a, b) { return a < b ? a : b }
    function distance(a, b,    i, j, d) {
      for (i = 0; i <= length(a); i++) d[i, 0] = i
      for (j = 0; j <= length(b); j++) d[0, j] = j
      for (i = 1; i <= length(a); i++)
        for (j = 1; j <= length(b); j++)
          d[i, j] = least(least(d[i - 1, j], d[i, j - 1]) + 1,
                          d[i - 1, j - 1] + (substr(a, i, 1) != substr(b, j, 1)))
      return d[length(a), length(b)]
    }
    NR == 1 { word = substr($0, 1, 40); best = 3; next }
    { d = distance(word, $0); if (d < best && d < length($0)) { best = d; found = $0 } }
    END { if (found != "") printf "; did you mean \047%s\047?", found }'
}
