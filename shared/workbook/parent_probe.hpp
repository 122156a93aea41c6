#pragma once

#include <string>
#include <vector>

namespace workbook {

// Exit codes of parent_probe().
constexpr int parent_slept = 10;
constexpr int parent_polled = 11;

// A command that looks at its parent. It ends with `parent_slept` once it saw
// the parent's main thread sleep through 50 ms, and with `parent_polled` when
// in forty looks the parent was always awake or had woken up in between, or
// used a second of CPU time meanwhile. A parent that waits passes, however
// slow the machine; one that looks, sleeps and looks again does not.
// `preparation` is run first, by the same shell.
inline std::vector<std::string> parent_probe(
    const std::string& preparation = ":") {
  return {"sh", "-c", preparation + R"(
    cpu_ticks() {  # of a hundredth of a second, after the name in parentheses
      read -r stat <"/proc/$PPID/stat"
      set -- ${stat##*)}
      echo $((${12} + ${13}))
    }
    looks=0
    last=
    first=$(cpu_ticks)
    while [ $looks -lt 40 ]; do
      now=$(grep -E '^(State|voluntary_ctxt|nonvoluntary_ctxt)' "/proc/$PPID/status")
      case $now in
        *'S (sleeping)'*) [ "$now" != "$last" ] || exit 10 ;;
      esac
      last=$now
      looks=$((looks + 1))
      [ $(($(cpu_ticks) - first)) -lt 100 ] || exit 11
      sleep 0.05
    done
    exit 11)"};
}

}  // namespace workbook
