#!/bin/sh
# Renders the book: render.sh BUILD_DIR. Reads BUILD_DIR/workbook.json and what was captured, leaves the site
# in BUILD_DIR/book and its Markdown in BUILD_DIR/book-src. A failed render leaves the book that was there.
set -u

fail() {
  echo "book: $*" >&2
  exit 1
}

if [ $# -ne 1 ]; then
  echo "usage: book/render.sh BUILD_DIR" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")" && pwd) || exit 1
build=$(cd "$1" 2>/dev/null && pwd) || fail "there is no folder $1; configure first: cmake --preset dev"
[ -f "$build/workbook.json" ] || fail "there is no $build/workbook.json; configure first: cmake --preset dev"

command -v node >/dev/null 2>&1 || fail "Node.js is missing (18 or later); on Debian or Ubuntu: apt-get install nodejs npm"
node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' ||
  fail "Node.js $(node --version) is too old; the book needs 18 or later"

# One render at a time, where the system can tell.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$build/.book.lock" || fail "cannot write to $build"
  flock 9
fi

fresh="$build/book.new"
log="$build/book.log"
trap 'rm -rf "$fresh"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The packages, when they are not those of the lock file. npm ci removes the old ones first.
stamp="$here/node_modules/.installed"
wanted=$(cksum <"$here/package-lock.json")
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  command -v npm >/dev/null 2>&1 || fail "npm is missing; on Debian or Ubuntu: apt-get install npm"
  echo "book: installing its packages (once, about 120 MB)"
  (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$log" 2>&1 9>&- ||
    fail "npm could not install the packages; is there a network? npm said: $(grep -v '^$' "$log" | head -n 1) (all of it: $log)"
  printf '%s\n' "$wanted" >"$stamp" || fail "cannot write $stamp"
fi

node "$here/expand.mjs" --workbook "$build/workbook.json" --out "$build/book-src" || exit 1

# Nothing to do when the site was rendered from exactly these files.
inputs=$({
  (cd "$build/book-src" && find . -path ./node_modules -prune -o -path ./.vitepress/.temp -prune -o -type f -exec cksum {} +)
  (cd "$here" && find site package-lock.json render.sh -type f -exec cksum {} +)
} | LC_ALL=C sort | cksum)
if [ -f "$build/book/index.html" ] && [ "$(cat "$build/book/.rendered" 2>/dev/null)" = "$inputs" ]; then
  echo "book: up to date in $build/book"
  exit 0
fi

rm -rf "$fresh"
node "$here/node_modules/vitepress/bin/vitepress.js" build "$build/book-src" --outDir "$fresh" >"$log" 2>&1 9>&- ||
  fail "VitePress failed: $(grep -E '[a-z]Error|\.md|dead link' "$log" | head -n 1) (all of it: $log)"
printf '%s\n' "$inputs" >"$fresh/.rendered" || fail "cannot write to $fresh"

# The swap: only renames, so that a reader sees the old book or the new one.
rm -rf "$build/book.old"
if [ -e "$build/book" ]; then
  mv "$build/book" "$build/book.old" || fail "cannot replace $build/book"
fi
mv "$fresh" "$build/book" || fail "cannot put the book in $build/book"
rm -rf "$build/book.old"
echo "book: rendered to $build/book"
