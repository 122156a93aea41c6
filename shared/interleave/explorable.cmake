include_guard()

# explorable(<target>)
#
# Makes the code of an executable explorable with interleave (interleave/interleave.hpp): the compiler
# announces each access to memory and each atomic operation, as it does for ThreadSanitizer, to the library
# rather than to the sanitizer's runtime. The code itself stays as it is. It is not optimized, in no build type,
# so that the schedules are the same in all of them and a reader does not wait for the compiler. Where interleave
# cannot be, the code runs with real threads.
function(explorable target)
  if(NOT TARGET interleave)
    target_link_libraries(${target} PRIVATE interleave_natively)
    return()
  endif()
  target_compile_definitions(${target} PRIVATE WORKBOOK_INTERLEAVE)
  # addr2line of binutils 2.40 takes a header's lines for the including file's in DWARF 5.
  target_compile_options(${target} PRIVATE -fsanitize=thread -O0 -gdwarf-4 -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-tsan  # fences are fine here
      -fno-var-tracking  # compiles an eighth faster; what is looked up in the debug info is in memory
      --param=tsan-instrument-func-entry-exit=0)  # a tenth; the frame pointers say who calls whom
  else()  # clang leaves out the read of `count += 1`, as the write is at the same place
    target_compile_options(${target} PRIVATE "SHELL:-mllvm -tsan-instrument-read-before-write=1"
      "SHELL:-mllvm -tsan-instrument-func-entry-exit=0")
  endif()
  target_link_options(${target} PRIVATE
    -Wl,-z,now  # what is written at run time is then the program's own
    -Wl,--wrap=memcpy,--wrap=memmove,--wrap=memset,--wrap=memcmp)
  target_link_libraries(${target} PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,interleave>")
endfunction()
