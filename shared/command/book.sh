# shellcheck shell=sh
# start and serve: the book.

book=$build/book

start() {
  [ $# -eq 0 ] || no_more_arguments start "$@"
  began=$(date +%s)
  set_up look_for_node
  row "Set up" "everything needed is installed"

  show "Building"
  must_build all
  count=$(chapters | wc -l)
  [ "$count" -eq 1 ] && count='1 chapter' || count="$count chapters"
  row Build "$count, ${seconds} s"

  must_run_chapters
  render
  unlock_build
  say
  say "Ready after $(($(date +%s) - began)) s. What to do next:"
  say
  say "  ./workbook serve           read the book in a browser"
  say "  ./workbook run 01          see what the programs of chapter 1 print"
  say "  ./workbook list            all chapters and exercises"
  say "  ./workbook watch           begin with the first exercise"
}

# Runs the programs section by section and keeps the output for the book; a program that did not change
# since is not run again.
must_run_chapters() {
  if ! step run cmake --build "$build" --target capture; then
    step_failed "run the chapters" "One alone: ./workbook run 01"
  fi
  for chapter in $(chapters); do
    ran='unchanged since its last run:'
    ! grep -q "Run the sections of $chapter " "$log" || ran='ran'
    row Run "$chapter $ran $(find "$build/captured/$chapter" -name '*.txt' | wc -l) sections"
  done
}

render() {
  if ! step book sh "$root/book/render.sh" "$build"; then
    hint=''
    ! grep -q 'npm' "$log" || hint="The first time, npm downloads what the book is made with: is there a network?"
    step_failed "make the book" "$hint"
  fi
  row Book "build/book, ${seconds} s"
}

serve() {
  port=8080
  while [ $# -gt 0 ]; do
    case $1 in
      --port) [ $# -ge 2 ] || usage_error "--port needs a number" "usage: ./workbook serve [--port N]"
        port=$2
        shift ;;
      --port=*) port=${1#*=} ;;
      *) usage_error "serve does not know '$1'" "usage: ./workbook serve [--port N]" ;;
    esac
    shift
  done
  case $port in
    '' | *[!0-9]* | ??????*) bad_port ;;  # a longer number may be too long for test
  esac
  [ "$port" -le 65535 ] || bad_port

  if [ ! -f "$book/index.html" ] || ! command -v node >/dev/null; then
    set_up look_for_node
    if [ ! -f "$book/index.html" ]; then
      must_run_chapters
      render
    fi
    unlock_build
  fi
  set -- node "$root/book/serve.mjs" "$book" --port "$port"
  opener=$(desktop_opener)
  if [ -n "$opener" ]; then
    run_child sh "$parts/serve_and_open.sh" "$opener" "$@"
  else
    run_child "$@"
  fi
}

# What opens an address where there is a desktop and somebody who looks at it
desktop_opener() {
  if [ -t 1 ]; then
    command -v wslview || { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v xdg-open; } || true
  fi
}
bad_port() {
  usage_error "a port is a number from 0 (any free one) to 65535, not '$port'" "usage: ./workbook serve [--port N]"
}
