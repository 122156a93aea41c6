# shellcheck shell=sh
# What must be on the machine, and installing it. What is there already is never touched: when nothing is
# missing, nothing is installed and nothing is asked.

least_gcc=12
least_clang=16
least_cmake=3.25
least_node=18
missing=''   # Debian and Ubuntu packages
wanted=''    # packages that come along with an installation, and that nothing has to wait for
problems=''  # what a package cannot mend, a line each

# Sets `compiler` and `compiler_version`: CXX when it is set, else the first that is new enough.
find_compiler() {
  compiler='' compiler_version='' too_old=''
  for candidate in "${CXX:-}" g++ g++-16 g++-15 g++-14 g++-13 g++-12 clang++ clang++-21 clang++-20 \
    clang++-19 clang++-18 clang++-17 clang++-16; do
    if [ -n "$candidate" ] && command -v "${candidate%% *}" >/dev/null; then
      # shellcheck disable=SC2086  # CXX may be `ccache g++`
      compiler_version=$(printf '__clang_major__ __GNUC__\n' | $candidate -E -P -x c++ - 2>/dev/null | tail -n 1)
      case $compiler_version in
        __clang_major__\ *[0-9])
          compiler_version="g++ ${compiler_version#* }"
          least=$least_gcc ;;
        [0-9]*)
          compiler_version="clang ${compiler_version% *}"
          least=$least_clang ;;
        *) compiler_version="$candidate, which is no C++ compiler" least=999 ;;
      esac
      if [ "${compiler_version#* }" -ge "$least" ] 2>/dev/null; then
        compiler=$candidate
        return 0
      fi
      too_old=$compiler_version
    elif [ -n "$candidate" ] && [ "$candidate" = "${CXX:-}" ]; then
      too_old="not there"
    fi
    if [ -n "${CXX:-}" ]; then
      problem "CXX is '$CXX', and that is $too_old. Needed: g++ $least_gcc or clang $least_clang, or newer."
      return 1
    fi
  done
  compiler_version=''
  if [ -z "$too_old" ]; then
    need g++
  else
    problem "The newest compiler here is $too_old. Needed: g++ $least_gcc or clang $least_clang, or newer,
for example: apt-get install g++-$least_gcc"
  fi
  return 1
}

need() {
  missing="$missing $*"
}
problem() {
  problems="$problems$1
"
}
optional() {
  wanted="$wanted $*"
}
need_command() {  # need_command COMMAND PACKAGE
  command -v "$1" >/dev/null || need "$2"
}

# has_header HEADER: whether the compiler finds it
has_header() {
  # shellcheck disable=SC2086
  printf '#if !__has_include(<%s>)\n#error\n#endif\n' "$1" | ${compiler:-false} -E -x c++ - >/dev/null 2>&1
}

# For chapter 16, whose headers are in a folder of their own.
has_mpi() {
  command -v mpirun >/dev/null && command -v mpicxx >/dev/null
}

# at_least HAVE WANT, for versions like 3.25.1
at_least() {
  printf '%s\n%s\n' "$2" "$1" | sort -C -V
}
cmake_version() {
  cmake --version 2>/dev/null | awk 'NR == 1 { print $3 }'
}
node_version() {
  node --version 2>/dev/null | tr -d v
}

look_for_cpp() {
  find_compiler || true
  if ! command -v cmake >/dev/null; then
    need cmake
  elif ! at_least "$(cmake_version)" "$least_cmake"; then
    problem "CMake here is $(cmake_version). Needed: $least_cmake or newer, for example from https://cmake.org/download"
  fi
  need_command ninja ninja-build
  need_command addr2line binutils
  need_command openssl openssl
  # CMake knows more places than the compiler does when it is told of them, and fetches what is nowhere.
  if [ -z "$problems" ] && command -v apt-get >/dev/null && [ -z "${CMAKE_PREFIX_PATH:-}${CMAKE_TOOLCHAIN_FILE:-}" ]; then
    has_header doctest/doctest.h || need doctest-dev
    has_header fmt/format.h || need libfmt-dev
    has_header CLI/CLI.hpp || need libcli11-dev
    has_header nlohmann/json.hpp || need nlohmann-json3-dev
    has_header asio/awaitable.hpp || need libasio-dev
    has_mpi || optional openmpi-bin libopenmpi-dev
  fi
}

look_for_node() {
  if ! command -v node >/dev/null; then
    need nodejs
    [ -e /etc/ssl/certs/ca-certificates.crt ] || need ca-certificates
  elif ! at_least "$(node_version)" "$least_node"; then
    problem "Node here is $(node_version). Needed: $least_node or newer, for example from https://nodejs.org"
  fi
  need_command npm npm
}

# ensure LOOK...: installs what they find missing, or says what to do and ends.
ensure() {
  look "$@"
  if [ -n "$missing" ] && [ -z "$problems" ]; then
    install_missing
    look "$@"
    [ -z "$missing" ] || problem "Still missing after the installation:$missing"
  fi
  [ -z "$problems" ] || fail "set-up: this machine needs something that ./workbook cannot install" "$(printf %s "$problems")" \
    "./workbook doctor shows all that is here and all that is missing."
}

look() {
  missing='' wanted='' problems=''
  for each in "$@"; do "$each"; done
}

install_missing() {
  missing=${missing# }
  if ! command -v apt-get >/dev/null; then
    fail "set-up: these are missing: $(generic_names)" \
      "Install them with the package manager of this system, and run this again."
  fi
  # shellcheck disable=SC2086
  if [ "$(id -u)" -eq 0 ]; then
    missing=$missing$wanted
    say "Installing Debian packages: $missing"
    apt env
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    missing=$missing$wanted
    say "Installing Debian packages (with sudo): $missing"
    apt sudo -n env
  else
    fail "set-up: packages are missing. Paste this line, then run ./workbook ${command:-start} again:" "" "  $(paste_line)" ""
  fi
}

# apt COMMAND...: apt-get under COMMAND. A fresh container has empty lists, and another apt-get may run.
apt() {
  step apt-update "$@" DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update ||
    step_failed "update the package lists (set-up, step 1 of 2)" \
      "Is there a network? Then run this again, or paste:" "  $(paste_line)"
  # shellcheck disable=SC2086
  step apt-install "$@" DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
    install -y --no-install-recommends $missing ||
    step_failed "install the packages (set-up, step 2 of 2)" "Paste this line, to see more and to answer questions:" \
      "  $(paste_line)"
}

paste_line() {
  line="apt-get update && apt-get install -y --no-install-recommends $missing"
  if [ "$(id -u)" -eq 0 ]; then
    say "$line"
  elif command -v sudo >/dev/null; then
    say "sudo sh -c '$line'"
  else
    say "su -c '$line'"
  fi
}
generic_names() {
  say "$missing" | sed "s/g++/a C++ compiler (g++ $least_gcc or clang $least_clang, or newer)/; s/ninja-build/ninja/; s/nodejs/node/"
}
