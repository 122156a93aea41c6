#pragma once

#include <string>
#include <vector>

namespace workbook {

// A command that looks at its parent: it succeeds (exit 0) once it saw the
// parent's main thread sleep through 50 ms, and fails (exit 1) when after 40
// looks the parent was always awake or had woken up in between. A parent that
// waits passes, however slow the machine; one that looks, sleeps and looks
// again does not.
inline std::vector<std::string> fails_if_parent_polls() {
  return {"sh", "-c", R"(
    looks=0
    last=
    while [ $looks -lt 40 ]; do
      now=$(grep -E '^(State|voluntary_ctxt|nonvoluntary_ctxt)' "/proc/$PPID/status")
      case $now in
        *'S (sleeping)'*) [ "$now" != "$last" ] || exit 0 ;;
      esac
      last=$now
      looks=$((looks + 1))
      sleep 0.05
    done
    exit 1)"};
}

}  // namespace workbook
