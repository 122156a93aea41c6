# Proves one answer of an exercise: cmake -D KIND=... -D TEXT=... -D COMMAND=... -P prove.cmake
#
# KIND says how COMMAND must end; a rejected answer must also print TEXT, so that it is rejected for the reason
# it declares and not by accident. The exit statuses are those of a supervised test (workbook/supervise.hpp).
#
#   pass      all checks hold
#   assert    a check fails
#   race      the schedule explorer finds a data race
#   deadlock  the schedule explorer finds a deadlock or a lost wake-up
#   timeout   the test is stuck: nothing runs any more, or it runs for ever
#   leak      the test ends, and a child process is left running
#   crash     a signal ends the test
#   compile   COMMAND is the compiler, and it refuses
#   usage     COMMAND is a program of ours that was called wrongly: one line, status 2
execute_process(COMMAND ${COMMAND} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)

if(KIND STREQUAL "pass")
  set(right "^0$")
elseif(KIND STREQUAL "usage")
  set(right "^2$")
elseif(KIND STREQUAL "timeout")
  set(right "^124$")
elseif(KIND STREQUAL "leak")
  set(right "^125$")
elseif(KIND STREQUAL "crash")
  set(right "^(128|129|1[3-9][0-9])$")
else()
  set(right "^1$")
endif()
set(words_race "data race")
set(words_deadlock "deadlock|lost wake-up")
set(words "${words_${KIND}}")

set(wrong "")
if(NOT status MATCHES "${right}")
  set(wrong "it ended with status ${status}")
elseif(words AND NOT output MATCHES "${words}")
  set(wrong "its output does not say '${words}'")
elseif(TEXT)
  string(FIND "${output}" "${TEXT}" found)
  if(found EQUAL -1)
    set(wrong "its output does not say '${TEXT}'")
  endif()
endif()
if(KIND STREQUAL "usage" AND NOT output MATCHES "^[^\n]+\n$")
  set(wrong "its output is not one line")
endif()
if(wrong)
  message("${output}")
  message(FATAL_ERROR "Expected: ${KIND} ${TEXT}\nBut ${wrong}.")
endif()
