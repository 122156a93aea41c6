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
  status=0
  run_child "$program" "$@" || status=$?
  [ "$status" -lt 128 ] || complain "${program##*/} was ended by signal $((status - 128))"
  return "$status"
}
