# Runs every section of a chapter's PROGRAM and keeps what it prints: cmake -D PROGRAM=... -D INTO=... -P capture.cmake
#
# INTO/<section>.txt is the output. The program itself writes <section>.figures and <section>.timeline.json
# there (workbook/sections.hpp, workbook/timeline.hpp). Nothing is kept when a section fails.
execute_process(COMMAND "${PROGRAM}" --sections OUTPUT_VARIABLE sections COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+" sections "${sections}")

set(fresh "${INTO}.new")
file(REMOVE_RECURSE "${fresh}")
file(MAKE_DIRECTORY "${fresh}")
foreach(line IN LISTS sections)
  string(REGEX REPLACE "\t.*" "" section "${line}")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env "WORKBOOK_CAPTURE=${fresh}" NO_COLOR=1 "${PROGRAM}" "${section}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  file(WRITE "${fresh}/${section}.txt" "${output}")
  if(NOT status EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "Section '${section}' of ${PROGRAM} ended with status ${status}.")
  endif()
endforeach()
file(REMOVE_RECURSE "${INTO}")
file(RENAME "${fresh}" "${INTO}")
file(TOUCH "${INTO}/.captured")
