# shellcheck shell=sh
# What the set-up finds missing and does about it. Part of ../test.sh.

it "nothing is installed when nothing is missing"
export SUDO=free
run_it run 01 hello
unset SUDO
exits 0
does_not_say "$tmp/calls" "apt-get"
does_not_say "$tmp/calls" "sudo"

it "a second run does not configure again"
run_it run 01 hello
: >"$tmp/calls"
run_it run 01 hello
exits 0
does_not_say "$tmp/calls" "--preset"

it "root gets what is missing, after fresh package lists"
without g++ ninja cmake
rm "$tmp"/headers/*
export USER_ID=0
run_it run 01 hello
unset USER_ID
exits 0
says out "Installing Debian packages: g++ cmake ninja-build doctest-dev libfmt-dev libcli11-dev nlohmann-json3-dev libasio-dev openmpi-bin libopenmpi-dev"
says "$tmp/calls" "update
apt-get"
says "$tmp/calls" "install -y --no-install-recommends g++ cmake ninja-build doctest-dev libfmt-dev libcli11-dev nlohmann-json3-dev libasio-dev openmpi-bin libopenmpi-dev"
does_not_say "$tmp/calls" "sudo"

it "password-less sudo installs too"
without ninja
export SUDO=free
run_it run 01 hello
unset SUDO
exits 0
says "$tmp/calls" "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get"

it "without rights, one line to paste is printed, and nothing is tried"
without ninja openssl
run_it run 01 hello
exits 1
says err "  sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ninja-build openssl'"
does_not_say "$tmp/calls" "apt-get"

it "without sudo the line is for su"
without ninja sudo
run_it run 01 hello
exits 1
says err "  su -c 'apt-get update"

it "another system is told what to install"
without ninja apt-get
run_it run 01 hello
exits 1
says err "these are missing: ninja"

it "a failed installation names the step, the log and what to do"
without ninja
export USER_ID=0 APT_FAILS=1
run_it run 01 hello
unset USER_ID APT_FAILS
exits 1
says err "could not update the package lists (set-up, step 1 of 2)"
says err "E: no network"
says err "build/log/apt-update.txt"
says err "  apt-get update && apt-get install"

it "an old compiler is named, with what is needed"
export GCC_VERSION=11
run_it run 01 hello
unset GCC_VERSION
exits 1
says err "The newest compiler here is g++ 11. Needed: g++ 12"

it "an old CMake is named, with what is needed"
export CMAKE_VERSION=3.22.1
run_it run 01 hello
unset CMAKE_VERSION
exits 1
says err "CMake here is 3.22.1. Needed: 3.25"

it "a CXX that is not there is named"
export CXX=nosuch++
run_it run 01 hello
unset CXX
exits 1
says err "CXX is 'nosuch++', and that is not there"

it "a CXX of later configures again"
run_it run 01 hello
ln -s "$here/test/tools/g++" "$tmp/bin/g++-13"
: >"$tmp/calls"
export CXX=g++-13
run_it run 01 hello
unset CXX
exits 0
says "$tmp/calls" "--preset dev --fresh"

it "a project that was moved configures again"
run_it run 01 hello
mv "$project" "$tmp/moved"
project=$tmp/moved
: >"$tmp/calls"
run_it run 01 hello
exits 0
says "$tmp/calls" "--preset dev --fresh"

it "a failed configure step shows the message and no stack of CMake calls"
export CONFIGURE_FAILS=1
run_it run 01 hello
unset CONFIGURE_FAILS
exits 1
says err "could not configure the build"
says err "The lesson is missing."
does_not_say err "Call Stack"

it "a failed build shows the compiler's words only"
export BUILD_FAILS=1
run_it run 01 hello
unset BUILD_FAILS
exits 1
says err "error: no luck"
does_not_say err "FAILED: a.o"

it "a folder that cannot be written to is named"
: >"$project/build"
run_it run 01 hello
exits 1
says err "cannot write to $project/build"

it "a read-only checkout is named"
chmod a-w "$project"
chmod a+rwx "$tmp"
status=0
if [ "$(/usr/bin/id -u)" -eq 0 ]; then
  # Root may write anywhere, so this is somebody else.
  setpriv --reuid=65534 --regid=65534 --clear-groups "$project/workbook" check 01/one >"$tmp/out" 2>"$tmp/err" || status=$?
else
  "$project/workbook" check 01/one >"$tmp/out" 2>"$tmp/err" || status=$?
fi
out=$(cat "$tmp/out") err=$(cat "$tmp/err")
chmod u+w "$project"
exits 1
says err "cannot write to $project/build"
says err "Make your own copy"

it "a full disk is named"
: >"$project/build"
printf '#!/bin/sh\nprintf "Filesystem\\nx 10 10 0 100%%%% /full\\n"\n' >"$tmp/bin/df"
chmod +x "$tmp/bin/df"
run_it check 01/one
exits 1
says err "The disk is full: /full has 0 left"
is_not_there "$project/work"

it "doctor says what is missing and how to mend it, and ends with 1"
without ninja
run_it doctor
exits 1
says out "ninja      missing: package ninja-build"
says out "sudo sh -c 'apt-get update"
is_not_there "$project/build"

it "doctor says what MPI is for, and does not mind that it is missing"
run_it doctor
says out "no MPI, for chapter 16 only: openmpi-bin libopenmpi-dev"
does_not_say out "apt-get install -y --no-install-recommends openmpi"
