# shellcheck shell=sh
# run: the program of a chapter, in the folder the user is in, so that files he names are found.

run() {
  if [ $# -eq 0 ]; then
    for chapter in $(chapters); do
      chapter_title "$chapter"
      list_sections "$chapter"
    done
    say
    say "Run all sections of a chapter, or one: ./workbook run ${chapter%%-*} [section] [arguments]"
    return
  fi
  find_chapter "$1"
  shift
  set_up
  must_build "$chapter"
  unlock_build
  status=0
  run_child "$(chapter_program "$chapter")" "$@" || status=$?
  [ "$status" -lt 128 ] || complain "$chapter was ended by signal $((status - 128))"
  return "$status"
}
