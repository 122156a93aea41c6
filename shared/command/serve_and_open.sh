#!/bin/sh
# serve_and_open.sh OPENER COMMAND...: runs the server COMMAND and opens the address it prints with OPENER.
opener=$1
shift
{
  "$@"
  printf 'status %s' "$?"
} | {
  while IFS= read -r line; do
    printf '%s\n' "$line"
    url=$(printf '%s\n' "$line" | grep -o 'http://127[^ ]*') && "$opener" "$url" >/dev/null 2>&1 &
  done
  exit "${line##*status }"
}
