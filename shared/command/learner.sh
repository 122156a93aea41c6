# shellcheck shell=sh
# The learner's commands are a program of its own (chapters/17-capstone): this builds it and hands over.

tool=$build/chapters/17-capstone/workbook

# hand_over COMMAND ARGUMENT...: never comes back
hand_over() {
  if can_build; then
    set_up
    [ -x "$tool" ] || show "Building the command itself, once"
    must_build workbook_tool
    unlock_build
    unshow
  fi
  # The tool's children must not hold what this shell has open.
  exec "$tool" --root "$root" --build "$build" "$@" 3<&- 9>&-
}

# False when the tool is there and nothing could be built: its tools are gone, or the folder is read-only. What
# only shows or tells goes on without them; what tests an answer says so itself.
can_build() {
  [ -x "$tool" ] || return 0
  configured && [ -w "$build" ]
}
