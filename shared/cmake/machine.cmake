# Writes what the figures of the book were measured on, as JSON.
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
cmake_host_system_information(RESULT memory QUERY TOTAL_PHYSICAL_MEMORY)
cmake_host_system_information(RESULT cpu QUERY PROCESSOR_DESCRIPTION)
cmake_host_system_information(RESULT kernel QUERY OS_RELEASE)
string(TIMESTAMP date "%Y-%m-%d" UTC)
math(EXPR gib_tenths "${memory} * 10 / 1024")
string(REGEX REPLACE "(.)$" ".\\1" memory "${gib_tenths}")
string(REGEX REPLACE "^GNU" "g++" COMPILER "${COMPILER}")
string(REGEX REPLACE "^Clang" "clang" COMPILER "${COMPILER}")
string(REGEX REPLACE "^[0-9]+ core " "" cpu "${cpu}")
file(WRITE "${INTO}"
"{\"cpu\":\"${cpu}\",\"cores\":${cores},\"memory\":\"${memory} GiB\",\"kernel\":\"Linux ${kernel}\",\"compiler\":\"${COMPILER}\",\"build_type\":\"${BUILD_TYPE}\",\"date\":\"${date}\"}
")
