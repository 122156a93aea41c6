# shellcheck shell=sh
# list: the chapters, their sections and exercises, and how far the learner is.

list() {
  [ $# -eq 0 ] || no_more_arguments list "$@"
  [ -n "$(chapters)" ] || fail "there are no chapters in $root/chapters"
  for chapter in $(chapters); do
    chapter_title "$chapter"
    list_sections "$chapter"
    for exercise in $(exercises "$chapter"); do
      list_exercise "$exercise"
    done
  done
  say
  say "Run a section with ./workbook run ${chapter%%-*}, an exercise with ./workbook check."
}

chapter_title() {
  say "$bold$1$plain  $(front_matter "$root/chapters/$1/lesson.md" title)"
}

chapter_program() {
  say "$build/chapters/$1/$1"
}

# A program lists its own sections, so they are known once it is built.
list_sections() {
  if sections=$("$(chapter_program "$1")" --sections 2>/dev/null); then
    say "  sections"
    say "$sections" | awk -F '\t' '
      { name[NR] = $1; text[NR] = $2; if (length($1) > wide) wide = length($1) }
      END {
        for (i = 1; i <= NR; i++) {
          room = 76 - wide - 2
          printf "    %-*s  %s\n", wide, name[i], length(text[i]) <= room ? text[i] : substr(text[i], 1, room - 3) "..."
        }
      }'
  else
    say "  sections: ./workbook run ${1%%-*} builds the program and runs them"
  fi
}

list_exercise() {
  [ "$exercise" != "$(exercises "$chapter" | head -n 1)" ] || say "  exercises"
  readme=$(exercise_folder "$1")/README.md
  state=$(progress "$1")
  color=''
  [ "$state" != solved ] || color=$green
  printf '    %-14s %-38.38s %3s min  %s\n' "${1#*/}" "$(front_matter "$readme" title)" \
    "$(front_matter "$readme" minutes)" "$color$state$plain"
}
