# shellcheck shell=sh
# doctor: what is installed, what is missing, what this machine can do, and the line that mends each thing.
# It changes nothing.

doctor() {
  [ $# -eq 0 ] || no_more_arguments doctor "$@"
  say "${bold}This machine$plain"
  fact system "$(system_name)"
  fact cores "$(nproc)"
  fact memory "$(awk '/^MemTotal/ { total = $2 } /^MemAvailable/ { free = $2 }
    END { printf "%.1f GiB, %.1f GiB free", total / 1048576, free / 1048576 }' /proc/meminfo)"
  fact disk "$(free_space "$root")"
  if [ -w "$root" ]; then fact folder "$root"; else fact folder "$root (you may not write there)"; fi

  say
  say "${bold}Programs, tests and exercises$plain"
  look look_for_cpp look_for_node
  tool compiler "$compiler_version${compiler:+ ($compiler)}" "g++"
  tool cmake "$(cmake_version)" cmake
  tool ninja "$(ninja --version 2>/dev/null || true)" ninja-build
  tool binutils "$(addr2line --version 2>/dev/null | awk 'NR == 1 { print $NF }')" binutils
  tool openssl "$(openssl version 2>/dev/null | awk '{ print $2 }')" openssl
  library doctest doctest/doctest.h doctest-dev
  library fmt fmt/format.h libfmt-dev
  library cli11 CLI/CLI.hpp libcli11-dev
  library json nlohmann/json.hpp nlohmann-json3-dev
  library asio asio/awaitable.hpp libasio-dev

  say
  say "${bold}The book$plain (start, serve)"
  tool node "$(node_version)" nodejs
  tool npm "$(npm --version 2>/dev/null || true)" npm

  say
  say "${bold}Optional$plain"
  if has_header benchmark/benchmark.h; then
    fact benchmark "Google Benchmark is here"
  else
    fact benchmark "no Google Benchmark, for bench only: libbenchmark-dev"
  fi
  if has_mpi; then
    fact mpi "$(mpirun --version 2>/dev/null | awk 'NR == 1 { print "Open MPI", $NF }')"
  else
    fact mpi "no MPI, for chapter 16 only: openmpi-bin libopenmpi-dev"
  fi
  chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
  fact chromium "${chromium:-no Chromium, for the browser checks of .ci/run only: chromium}"

  if [ -n "$compiler" ]; then
    say
    say "${bold}Sanitizers of $compiler_version$plain (for .ci/run, and for a bug hunt of your own)"
    try_sanitizers
  fi
  say
  advise
}

fact() {
  printf '  %-10s %s\n' "$1" "$2"
}
tool() {
  if [ -n "$2" ]; then fact "$1" "$2"; else fact "$1" "${red}missing$plain: package $3"; fi
}
library() {
  if has_header "$2"; then
    fact "$1" "is here"
  elif command -v apt-get >/dev/null; then
    fact "$1" "${red}missing$plain: package $3"
  else
    fact "$1" "the compiler does not find it; CMake looks further, and fetches it"
  fi
}
system_name() {
  name=$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release 2>/dev/null | tr -d '"')
  say "${name:-unknown}, $(uname -srm)"
}

# Each sanitizer builds and runs a program with the bug that it is there to find.
try_sanitizers() {
  scratch=$(mktemp -d)
  cat >"$scratch/address.cpp" <<'END'
int main(int count, char**) {
  int* number = new int(count);
  delete number;
  return *number;
}
END
  cat >"$scratch/undefined.cpp" <<'END'
int main(int count, char**) { return (2147483647 + count) & 1; }
END
  cat >"$scratch/thread.cpp" <<'END'
#include <thread>
int total;
int main() {
  std::thread other([] { ++total; });
  ++total;
  other.join();
}
END
  try_sanitizer address 'AddressSanitizer: heap-use-after-free'
  try_sanitizer undefined 'runtime error: signed integer overflow'
  try_sanitizer thread 'ThreadSanitizer: data race'
  rm -rf -- "$scratch"
  scratch=''
}
try_sanitizer() {
  show "Trying -fsanitize=$1"
  # shellcheck disable=SC2086
  if ! run_child $compiler -g "-fsanitize=$1" -pthread "$scratch/$1.cpp" -o "$scratch/$1" >"$scratch/said" 2>&1; then
    found="${red}does not build$plain: with clang, install libclang-rt-dev of its version"
  else
    run_child "$scratch/$1" >"$scratch/said" 2>&1 || true
    if grep -q "$2" "$scratch/said"; then
      found="works"
    elif grep -q 'unexpected memory mapping' "$scratch/said"; then
      found="${red}does not run$plain on this kernel: sudo sysctl vm.mmap_rnd_bits=28"
    else
      found="${red}does not find its bug$plain: $(tail -n 1 "$scratch/said" | cut -c 1-80)"
    fi
  fi
  unshow
  fact "$1" "$found"
}

advise() {
  missing=${missing# }
  if [ -z "$missing$problems" ]; then
    say "${green}Nothing is missing.$plain ./workbook start builds everything."
    return
  fi
  printf '%s' "$problems"
  if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null; then
      say "Install with the package manager of this system: $(generic_names)"
    else
      say "To install what is missing:"
      say "  $(paste_line)"
      say "./workbook start does that itself as root, or where sudo asks for no password."
    fi
  fi
  return 1
}
