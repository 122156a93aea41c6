# shellcheck shell=sh
# run: the program of a chapter (or the demonstration of shared/interleave), in the folder the user is in, so that files he names are found.

run() {
  if [ $# -eq 0 ]; then
    for chapter in $(chapters); do
      chapter_title "$chapter"
      list_sections "$chapter"
    done
    say
    say "Run all sections of a chapter, or one: ./workbook run ${chapter%%-*} [section] [arguments]"
    say "./workbook run interleave shows what the schedule explorer finds."
    return
  fi
  case $1 in
    interleave) target=interleave_demo program=$build/shared/interleave/interleave ;;
    *) find_chapter "$1"; target=$chapter program=$(chapter_program "$chapter") ;;
  esac
  shift
  set_up
  must_build "$target"
  unlock_build
  prediction "$target" "${1:-}"
  status=0
  run_child "$program" "$@" || status=$?
  [ "$status" -lt 128 ] || complain "${program##*/} was ended by signal $((status - 128))"
  [ "$status" -ne 0 ] || prediction "$target" "${1:-}" --after
  return "$status"
}

# prediction CHAPTER SECTION [--after]: asks what will happen, where the chapter has a question about that and somebody
# is there to answer it; and tells what became of the answer.
prediction() {
  case $2 in "" | -*) return 0 ;; esac
  if $interactive && [ -t 0 ] && [ -x "$tool" ] && [ -f "$root/chapters/$1/predict.json" ]; then
    "$tool" --root "$root" --build "$build" predict "$@" 3<&- 9>&- || true
  fi
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
