# shellcheck shell=sh
# What the tree says of chapters. Nothing here needs a build.

chapters() {
  for folder in "$root"/chapters/[0-9][0-9]-*/; do
    [ ! -f "$folder/CMakeLists.txt" ] || basename "$folder"
  done
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
