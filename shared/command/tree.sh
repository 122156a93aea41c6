# shellcheck shell=sh
# What the tree says: chapters, exercises and how far the learner is. Nothing here needs a build.

answers=$root/work

chapters() {
  for folder in "$root"/chapters/[0-9][0-9]-*/; do
    [ ! -f "$folder/CMakeLists.txt" ] || basename "$folder"
  done
}

# Of one chapter, or of all.
exercises() {
  for folder in "$root"/chapters/[0-9][0-9]-*/exercises/*/; do
    [ -f "$folder/README.md" ] || continue
    exercise=$(basename "$folder")
    of=$(basename "${folder%/exercises/*}")
    [ "${1:-$of}" != "$of" ] || say "$of/$exercise"
  done
}

# exercise_folder 01-subprocess/at-most-n, and the learner's own
exercise_folder() {
  say "$root/chapters/${1%/*}/exercises/${1#*/}"
}
work_folder() {
  say "$answers/$1"
}

# front_matter FILE KEY: the value of a line `KEY: value` between the first two lines `---`
front_matter() {
  awk -v key="$2:" '
    /^---[[:space:]]*$/ { if (++fences == 2) exit; next }
    fences == 1 && index($0, key) == 1 {
      value = substr($0, length(key) + 1)
      gsub(/^[[:space:]]+|[[:space:]]+$/, "", value)
      if (value ~ /^".*"$/ || value ~ /^\047.*\047$/) value = substr(value, 2, length(value) - 2)
      print value
      exit
    }' "$1"
}

# The file the learner writes, relative to the project
answer_file() {
  say "work/$1/$(front_matter "$(exercise_folder "$1")/README.md" file)"
}

# not started, started or solved. Solved is what passed and was not changed since.
progress() {
  if [ ! -f "$root/$(answer_file "$1")" ]; then
    say 'not started'
  elif [ "$(answer_sum "$1")" = "$(cat "$(work_folder "$1")/.passed" 2>/dev/null)" ]; then
    say 'solved'
  else
    say 'started'
  fi
}
answer_sum() {
  cksum <"$root/$(answer_file "$1")"
}

# find_chapter WORD: sets `chapter`; WORD is a number, a name, or the beginning of one
find_chapter() {
  chapter='' candidates=''
  for name in $(chapters); do
    case $1 in
      "$name" | "${name%%-*}" | "${name#*-}") chapter=$name; return ;;
    esac
    [ "0$1" != "${name%%-*}" ] || { chapter=$name; return; }
    case $name in
      "$1"* | [0-9][0-9]-"$1"*) [ -z "$1" ] || candidates="$candidates $name" ;;
    esac
  done
  # shellcheck disable=SC2086  # one word a candidate
  set -- "$1" $candidates
  if [ $# -ne 2 ]; then
    # shellcheck disable=SC2046
    usage_error "no chapter '$1'$(did_you_mean "$1" $(chapters) $(chapters | sed 's/^[0-9]*-//'))" \
      "$(say "There are: $(chapters)" | wrapped 0)"
  fi
  chapter=$2
}

# find_exercise WORD: sets `chapter` and `exercise` (as 01-subprocess/at-most-n). WORD may also be a path of
# the exercise in chapters/ or work/, as a shell completes it.
find_exercise() {
  path=$(printf '%s' "$1" | sed "s:^$root/::; s:^\\./::; s:^work/::; s:^chapters/::; s:/exercises/:/:; s:/*\$::")
  find_chapter "${path%%/*}"
  wanted=${path#*/}
  wanted=${wanted%%/*}
  exercise='' candidates=''
  for name in $(exercises "$chapter"); do
    case ${name#*/} in
      "$wanted") exercise=$name; return ;;
      "$wanted"*) candidates="$candidates $name" ;;
    esac
  done
  [ -n "$(exercises "$chapter")" ] || usage_error "chapter $chapter has no exercises"
  # shellcheck disable=SC2086
  set -- "$wanted" $candidates
  if [ $# -ne 2 ]; then
    # shellcheck disable=SC2046
    usage_error "chapter $chapter has no exercise '$1'$(did_you_mean "$1" $(exercises "$chapter" | sed 's:.*/::'))" \
      "$(say "It has: $(exercises "$chapter" | sed 's:.*/::')" | wrapped 0)"
  fi
  exercise=$2
}

# 01/at-most-n for 01-subprocess/at-most-n
short() {
  say "${1%%-*}/${1#*/}"
}
