# shellcheck shell=sh
# Configure and build with CMake. The tree of all commands but bench is build/ (the preset dev).

# set_up [LOOK]: takes the lock, and leaves a configured build/ and what LOOK looks for. The caller builds and
# then calls unlock_build.
set_up() {
  lock_build
  if configured; then
    ensure "$@"
  else
    ensure look_for_cpp "$@"
    configure
  fi
}

# Whether build/ belongs to this folder and this compiler, and its tools are still there.
configured() {
  [ -f "$build/build.ninja" ] || return 1
  command -v cmake >/dev/null || return 1
  command -v ninja >/dev/null || return 1
  command -v openssl >/dev/null || return 1
  home=$(cached CMAKE_HOME_DIRECTORY)
  used=$(cached CMAKE_CXX_COMPILER)
  [ "$home" = "$root" ] || return 1
  [ -x "$used" ] || return 1
  [ -z "${CXX:-}" ] || [ "$(command -v "${CXX##* }")" = "$used" ]
}
cached() {
  sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"
}

configure() {
  fresh=''
  if [ -f "$build/CMakeCache.txt" ]; then
    fresh=--fresh
    [ "$(cached CMAKE_HOME_DIRECTORY)" = "$root" ] || rm -rf -- "$build/_deps"  # the folder was moved or copied
  fi
  # shellcheck disable=SC2086
  CXX=$compiler step configure cmake -S "$root" --preset dev $fresh && return 0
  not_configured
}
not_configured() {
  if grep -q '^CMake Error' "$log"; then
    # The messages of the workbook's own CMake files say all; the stack of calls says nothing to a user.
    sed -n '/^CMake Error/,/^Call Stack\|^--/p' "$log" | sed '/^Call Stack\|^--/d; s/^CMake Error at \(.*\) (message):$/\1/' \
      >"$log.errors"
    excerpt=$log.errors
  fi
  step_failed "configure the build" "./workbook doctor shows whether something is missing."
}

# build_targets TARGET...: in build/, or in the folder that `tree` names; leaves the compiler's output in `log`
build_targets() {
  # Errors of all targets rather than of the first: one learner's file must not hide another.
  step build cmake --build "${tree:-$build}" --target "$@" -- -k 0
}

# Ends the command when the build fails.
must_build() {
  build_targets "$@" && return 0
  if grep -q '^CMake Error' "$log"; then not_configured; fi
  compiler_errors "$log" >"$log.errors" || true
  [ ! -s "$log.errors" ] || excerpt=$log.errors
  step_failed "build" "Did a file of the workbook change? \`git status\` and \`git diff\` show what."
}

# compiler_errors LOG: what the compiler and the linker said, paths as the user knows them, without ninja's
# lines and commands
compiler_errors() {
  sed "/^\[[0-9]*\/[0-9]*\] /d; /^FAILED: /d; /^ninja: /d; s:$root/::g" "$1" |
    grep -v -e '^/[^ ]* -[^ ]* .* -o ' -e '^: && /' -e '^/[^ ]*/[a-z+-]*[0-9.]* .*-std=' || true
}
